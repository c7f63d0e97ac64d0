import Glibc
import Procfs

/// The files of a thread that are read again and again. For one thread, which is that of its owner.
final class ThreadFiles {
  let thread: Int32
  let name: String
  private let call: KeptFile
  private let counts: KeptFile?
  private let channel: KeptFile?
  private let proc: ProcRoot
  private let folder: String
  private let buffer: UnsafeMutableRawBufferPointer

  /// - Throws: `ProcError` if the thread is gone, or its calls may not be read.
  init(_ proc: ProcRoot, pid: Int32, thread: Int32) throws(ProcError) {
    let folder = "\(pid)/task/\(thread)"
    call = try KeptFile(proc, "\(folder)/syscall")
    counts = try? KeptFile(proc, "\(folder)/schedstat")
    channel = try? KeptFile(proc, "\(folder)/wchan")
    let name = (try? proc.read("\(folder)/comm"))?.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    self.name = String(name.prefix(15))
    self.thread = thread
    self.proc = proc
    self.folder = folder
    buffer = .allocate(byteCount: 256, alignment: 8)
  }

  deinit { buffer.deallocate() }

  /// Looks at it; `nil` if it is gone, or its calls may not be read.
  ///
  /// - Parameter wantsCounts: whether the scheduler's counts are read if it is in epoll as well.
  func look(at now: Int64, wantsCounts: Bool) -> ThreadLook? {
    guard let count = call.read(into: buffer),
      let found = CurrentCall.parse(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    else { return nil }
    let look = ThreadLook(at: now, call: found, counts: nil)
    return wantsCounts || look.isAsleepElsewhere ? ThreadLook(at: now, call: found, counts: readCounts()) : look
  }

  /// What the scheduler has counted for it; `nil` if it is gone, or nothing is counted.
  func readCounts() -> ThreadLook.Counts? {
    guard let counts, let count = counts.read(into: buffer),
      let found = Schedstat.parse(UnsafeRawBufferPointer(rebasing: buffer[..<count])),
      // A kernel that does not count writes zeros.
      found.timeslices > 0
    else { return nil }
    return ThreadLook.Counts(
      ranNs: Int64(clamping: found.runNanoseconds), waitedNs: Int64(clamping: found.waitNanoseconds),
      timeslices: Int64(clamping: found.timeslices))
  }

  /// In which function of the kernel it sleeps; `nil` if the kernel does not tell.
  func waitChannel() -> String? {
    guard let channel, let count = channel.read(into: buffer) else { return nil }
    return WaitChannel(parsing: String(decoding: buffer[..<count], as: UTF8.self)).name
  }

  /// Whether it was stopped, by a signal or a debugger.
  var isStopped: Bool {
    guard let state = (try? ProcessStat(proc, pid: folder))?.state else { return true }
    return state == "T" || state == "t"
  }
}
