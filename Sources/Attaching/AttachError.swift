import Glibc

/// Why a process cannot be attached to.
package enum AttachError: Error, Hashable, CustomStringConvertible {
  case noProcess(Int32)
  case ownProcess(Int32)
  case zombie(Int32)
  case kernelThread(Int32)
  case stopped(Int32)
  /// It ended meanwhile, or has become another program.
  case ended(Int32)
  case denied(Int32, reason: String)
  /// Nothing can be put into it. It can be watched from outside.
  case closed(Int32, ClosedProcess)
  /// Another tool has asked it to execute something, which it has not begun yet.
  case busy(Int32)
  /// It did not execute Python code, so what was asked of it was taken back.
  case notTaken(Int32, tracer: Int32)
  /// It has begun, and does not tell how that went.
  case noAnswer(Int32)
  /// It could not do it.
  case refused(Int32, reason: String)
  /// What the process sees of the file system lacks something.
  case place(Int32, reason: String)
  /// The system does not do what is needed.
  case system(String, errno: Int32)

  package var description: String {
    switch self {
    case .noProcess(let pid): "there is no process \(pid)"
    case .ownProcess(let pid): "process \(pid) is this command itself"
    case .zombie(let pid): "process \(pid) has ended; its parent has not noticed yet"
    case .kernelThread(let pid): "process \(pid) is a thread of the kernel"
    case .stopped(let pid): "process \(pid) is stopped, so it cannot execute anything; 'kill -CONT \(pid)' lets it go on"
    case .ended(let pid): "process \(pid) ended, or became another program, while it was attached to"
    case .denied(let pid, let reason): "this user may not look into process \(pid): \(reason)"
    case .closed(let pid, let why): "process \(pid) lets nothing in: \(why)"
    case .busy(let pid): "another tool has asked process \(pid) to execute something, which it has not begun yet; try again later"
    case .notTaken(let pid, let tracer): AttachError.notTaken(pid, tracer)
    case .noAnswer(let pid):
      "process \(pid) has begun to execute the probe, and does not tell how that went; look at its standard error"
    case .refused(let pid, let reason): "process \(pid) could not do it: \(reason)"
    case .place(let pid, let reason): "process \(pid): \(reason)"
    case .system(let what, let code): "\(what): \(String(cString: strerror(code)))"
    }
  }

  private static func notTaken(_ pid: Int32, _ tracer: Int32) -> String {
    let text =
      "the main thread of process \(pid) did not execute Python code within 5 s (is it in a C call, or does it wait for another thread?), "
      + "so nothing was changed"
    return tracer == 0 ? "\(text); try again" : "\(text); process \(tracer) traces it, which may keep it from going on"
  }
}
