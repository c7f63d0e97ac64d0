import Applications
import Glibc
import Processes
import Procfs
import Samples
import Sampling
import Scheduling
import Synchronization

/// What the kernel shows of applications' processes. What it does not show, as of other users, is left out.
final class OutsideView: Sendable {
  private static let mostKnown = 1024

  /// What a process had had of cores when it was looked at last.
  private struct Use {
    let nanoseconds: UInt64
    let at: Duration
  }

  private struct Stolen {
    let seconds: Double?
    /// In nanoseconds.
    let at: Int64
  }

  private let machine: ProcRoot
  private let proc: ProcRoot
  private let cgroup: ProcRoot
  private let threads: ThreadTimesReader
  private let hosts: HostReader
  private let neighbours: NeighbourView?
  /// Of a process that has more, so many are read.
  private static let mostThreads = 64
  private let stolen = Mutex<Stolen?>(nil)
  private let used = Mutex<[Int: Use]>([:])
  private let throttled = Mutex<[Int: Double?]>([:])

  init(proc: ProcTrees, cgroup: ProcRoot) {
    machine = proc.machine
    self.proc = proc.processes
    self.cgroup = cgroup
    threads = ThreadTimesReader(proc: proc.processes)
    hosts = HostReader(proc: proc, cgroup: cgroup)
    // In another procfs the applications themselves would be taken for others.
    neighbours = proc.isSplit ? nil : NeighbourView(proc: proc.machine)
  }

  /// When a process was started, in clock ticks since the boot.
  func start(of pid: Int32) -> UInt64? {
    guard pid > 0 else { return nil }
    return (try? ProcessStat(proc, pid: "\(pid)"))?.startTicks
  }

  /// Whose process it is; `nil`: it is not there.
  func owner(of pid: Int32) -> UInt32? {
    var status = Glibc.stat()
    return stat("\(proc.path)/\(pid)", &status) == 0 ? status.st_uid : nil
  }

  /// What the hypervisor has taken so far, or had when it was read last.
  ///
  /// - Parameter oldest: what was read before this instant is read anew; `nil`: whatever was read is.
  func stolenSeconds(at now: Int64, notBefore oldest: Int64? = nil) -> Double? {
    stolen.withLock { stolen in
      if let oldest, let stolen, stolen.at >= oldest { return stolen.seconds }
      let seconds = (try? SystemStat(machine))?.total?.steal
      stolen = Stolen(seconds: seconds, at: now)
      return seconds
    }
  }

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

  /// What the kernel has counted for an application, and for the host.
  func reading(_ wish: AppWish, at now: Duration) -> AppReading {
    let times = wish.pids.flatMap { (try? threads.read([$0], limit: OutsideView.mostThreads)) ?? [] }
    guard wish.wantsHost, let pid = wish.ownPids.min(), let host = try? hosts.read(pid: pid, at: now.wholeNanoseconds) else {
      return AppReading(pids: wish.pids, threads: times)
    }
    return AppReading(
      pids: wish.pids, threads: times, host: host,
      agentSeconds: CPUTime.ofThisProcess.totalSeconds + CPUTime.ofEndedChildren.totalSeconds,
      consumers: neighbours?.uses(at: now, host)?.reading(without: Set(wish.ownPids)))
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
