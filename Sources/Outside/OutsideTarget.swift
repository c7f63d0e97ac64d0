import Glibc
package import Procfs
package import Telemetry

/// The process that is to be watched from outside.
package struct OutsideTarget: Hashable, Sendable {
  package let pid: Int32
  /// When it was started, in clock ticks since the boot.
  package let startTicks: UInt64
  /// Its words, the program first; not empty.
  package let command: [String]
  package let runtime: OutsideRuntime

  /// Why a process cannot be watched.
  package struct Refusal: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ pid: Int32, _ reason: String) { description = "cannot watch \(pid): \(reason)" }

    /// It was there a moment ago.
    package static func ended(_ pid: Int32) -> Refusal { Refusal(pid, "it has ended meanwhile") }
  }

  /// Looks at a process.
  ///
  /// - Parameters:
  ///   - user: who looks; root may look at all.
  ///   - own: the pid of the process that looks.
  package init(_ pid: Int32, in proc: ProcRoot, user: UInt32 = geteuid(), own: Int32 = getpid()) throws(Refusal) {
    if pid == own { throw Refusal(pid, "that is this command itself") }
    if pid == 1 { throw Refusal(pid, "that is the first process, which is no application; name the pid of one") }
    let (stat, status) = try OutsideTarget.read(pid, proc)
    if stat.state == "Z" || stat.state == "X" {
      throw Refusal(pid, "\(stat.comm) has ended, and waits for its parent (a zombie)")
    }
    if let process = status.process, process != pid {
      throw Refusal(pid, "that is a thread of process \(process); name \(process)")
    }
    if status.residentBytes == nil { throw Refusal(pid, "\(stat.comm) is a thread of the kernel") }
    let owner = proc.owner(of: "\(pid)")
    if let owner, user != 0, owner != user {
      throw Refusal(pid, "\(stat.comm) is a process of user \(owner); do it as that user, or as root")
    }
    self.pid = pid
    startTicks = stat.startTicks
    let words = ((try? proc.read("\(pid)/cmdline")) ?? "").split(separator: "\0").map(String.init)
    command = words.isEmpty ? [stat.comm] : words
    runtime = OutsideRuntime(program: proc.destination(of: "\(pid)/exe"), maps: (try? proc.read("\(pid)/maps")) ?? "")
  }

  private static func read(_ pid: Int32, _ proc: ProcRoot) throws(Refusal) -> (ProcessStat, ProcessStatus) {
    do throws(ProcError) {
      return (try ProcessStat(proc, pid: "\(pid)"), try ProcessStatus(proc, pid: "\(pid)"))
    } catch .gone {
      throw Refusal(pid, "there is no such process")
    } catch {
      throw Refusal(pid, "\(error)")
    }
  }

  /// As it is told of.
  package var subject: AppMessage.Subject { .init(pid: Int(pid), startTicks: Int(startTicks)) }
}
