import Applications
import Procfs
import Synchronization

/// What the kernel shows of applications' processes. What it does not show, as of other users, is left out.
final class OutsideView: Sendable {
  private static let mostKnown = 1024

  /// What a process had had of cores when it was looked at last.
  private struct Use {
    let nanoseconds: UInt64
    let at: Duration
  }

  private let machine: ProcRoot
  private let proc: ProcRoot
  private let cgroup: ProcRoot
  private let used = Mutex<[Int: Use]>([:])
  private let throttled = Mutex<[Int: Double?]>([:])

  init(proc: ProcTrees, cgroup: ProcRoot) {
    machine = proc.machine
    self.proc = proc.processes
    self.cgroup = cgroup
  }

  /// When a process was started, in clock ticks since the boot.
  func start(of pid: Int32) -> UInt64? {
    guard pid > 0 else { return nil }
    return (try? ProcessStat(proc, pid: "\(pid)"))?.startTicks
  }

  /// What the hypervisor has taken so far.
  var stolenSeconds: Double? { (try? SystemStat(machine))?.total?.steal }

  /// For how long CPU quotas have stopped the groups of a process.
  ///
  /// - Parameter isThorough: reads it anew, which takes longer than all else that is read here.
  func throttledSeconds(of pid: Int, isThorough: Bool) -> Double? {
    if !isThorough, let known = throttled.withLock({ $0[pid] }) { return known }
    let seconds: Double? = try? Cgroup.throttledSeconds(proc: proc, root: cgroup, pid: "\(pid)")
    throttled.withLock { throttled in
      if throttled.count >= OutsideView.mostKnown { throttled = [:] }
      throttled.updateValue(seconds, forKey: pid)
    }
    return seconds
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
