import CLinux
import Glibc
import Synchronization

/// The children that were started here and not reaped yet: one list, as the process has one set of children. In containers it tells them from
/// those that this process has inherited.
enum Children {
  private static let started = Mutex<Set<pid_t>>([])

  /// Notes the child that a body starts, before anybody can take it for an inherited one.
  static func start<Failure: Error>(_ body: () throws(Failure) -> pid_t) throws(Failure) -> pid_t {
    try started.withLock { (started) throws(Failure) in
      let pid = try body()
      started.insert(pid)
      return pid
    }
  }

  /// Has a body reap a child that was started here and has ended.
  static func reap(_ pid: pid_t, _ body: () -> Void) {
    started.withLock { started in
      body()
      started.remove(pid)
    }
    if OrphanReaper.isAtWork { reapInherited() }
  }

  /// Reaps those that have ended and were not started here. One that was started here may stand before others: it is waited for elsewhere,
  /// and when it is reaped this is done again.
  static func reapInherited() {
    started.withLock { started in
      while case let pid = calcmon_ended_child(), pid > 0, !started.contains(pid) { waitpid(pid, nil, WNOHANG) }
    }
  }
}
