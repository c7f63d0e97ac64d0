import Glibc
package import Procfs

/// A process that runs, by its pid and its start: pids are used again.
package struct TargetProcess: Sendable {
  package let pid: Int32
  /// In clock ticks since the boot.
  package let startTicks: UInt64
  package let credentials: ProcessCredentials
  /// Its words, the program first.
  package let command: [String]
  let proc: ProcRoot

  /// Reads it.
  ///
  /// - Throws: `AttachError` if there is none, or none that executes anything.
  package init(pid: Int32, proc: ProcRoot) throws(AttachError) {
    let stat: ProcessStat
    do throws(ProcError) {
      stat = try ProcessStat(proc, pid: "\(pid)")
      credentials = try ProcessCredentials(proc, pid: "\(pid)")
      command = try TargetProcess.words(proc.read("\(pid)/cmdline"))
    } catch {
      throw TargetProcess.error(error, pid)
    }
    (self.pid, self.proc, startTicks) = (pid, proc, stat.startTicks)
    guard pid != getpid() else { throw .ownProcess(pid) }
    switch stat.state {
    case "Z", "X": throw .zombie(pid)
    case _ where !credentials.hasMemory: throw .kernelThread(pid)
    case "T": throw .stopped(pid)
    default: break
    }
  }

  /// Its pid as it knows itself.
  package var ownPid: Int32 { credentials.namespacePids.last ?? pid }

  /// Whether it still runs, and is no other one.
  package var isThere: Bool {
    guard let stat = try? ProcessStat(proc, pid: "\(pid)") else { return false }
    return stat.startTicks == startTicks && stat.state != "Z" && stat.state != "X"
  }

  /// The process that traces it now; 0: none does.
  var tracer: Int32 { (try? ProcessCredentials(proc, pid: "\(pid)"))?.tracer ?? 0 }

  /// A variable of the environment that it was started with; `nil`: it is not set, or this user may not see it.
  package func variable(_ name: String) -> String? {
    let text = (try? proc.read("\(pid)/environ")) ?? ""
    return TargetProcess.words(text).first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
  }

  /// Its words from a program on, if that is among them: a loader, or a tool that starts programs, may stand before it.
  package func command(from program: String) -> [String] {
    let rest = Array(command.drop { TargetProcess.file($0) != program })
    return rest.isEmpty ? command : rest
  }

  /// Words in one line, of which a part is shown if there are many.
  package static func line(_ command: [String]) -> String {
    let line = command.enumerated().map { $0.offset == 0 ? TargetProcess.file($0.element) : $0.element }.joined(separator: " ")
    return line.count > 60 ? "\(line.prefix(59))…" : line
  }

  static func file(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  private static func words(_ text: String) -> [String] {
    text.utf8.split(separator: 0).map { String(Substring($0)) }
  }

  static func error(_ error: ProcError, _ pid: Int32) -> AttachError {
    switch error {
    case .gone: .noProcess(pid)
    case .unavailable(let path, let code): .denied(pid, reason: "\(path): \(String(cString: strerror(code)))")
    case .malformed, .foreign: .denied(pid, reason: "\(error)")
    }
  }
}
