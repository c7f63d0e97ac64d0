import Applications
import Procfs
import Sampling
import Synchronization

/// What the kernel shows of applications' processes. What it does not show, as of other users, is left out.
final class OutsideView: Sendable {
  private static let mostKnown = 1024

  /// What a process had had of cores when it was looked at last.
  private struct Use {
    let nanoseconds: UInt64
    let at: Duration
  }

  private let proc: ProcRoot
  private let host: HostReader
  private let used = Mutex<[Int: Use]>([:])

  init(proc: ProcTrees, cgroup: ProcRoot) {
    self.proc = proc.processes
    host = HostReader(proc: ProcTrees(proc.processes), cgroup: cgroup)
  }

  /// When a process was started, in clock ticks since the boot.
  func start(of pid: Int32) -> UInt64? {
    guard pid > 0 else { return nil }
    return (try? ProcessStat(proc, pid: "\(pid)"))?.startTicks
  }

  /// What the host has taken from a process so far.
  func host(of pid: Int, at nanoseconds: Int64) -> HostReading? {
    Int32(exactly: pid).flatMap { try? host.read(pid: $0, at: nanoseconds) }
  }

  /// The main thread of a process.
  func look(at pid: Int, now: Duration) -> AppLook? {
    guard let thread = Int32(exactly: pid), let stat = try? ProcessStat(proc, pid: "\(pid)", thread: thread) else { return nil }
    let channel = (try? WaitChannel(proc, pid: "\(pid)", thread: thread))?.name
    return AppLook(state: stat.state, waitChannel: channel, onCPURatio: ratio(pid, thread, now))
  }

  private func ratio(_ pid: Int, _ thread: Int32, _ now: Duration) -> Double? {
    guard let ran = (try? Schedstat(proc, pid: "\(pid)", thread: thread))?.runNanoseconds else { return nil }
    let before = used.withLock { used in
      if used.count >= OutsideView.mostKnown { used = [:] }
      return used.updateValue(Use(nanoseconds: ran, at: now), forKey: pid)
    }
    // A pid that was looked at long ago may have been another process.
    guard let before, ran >= before.nanoseconds, now > before.at, now - before.at < .seconds(5) else { return nil }
    return min(1, Double(ran - before.nanoseconds) * 1e-9 / ((now - before.at) / .seconds(1)))
  }
}
