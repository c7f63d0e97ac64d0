import CLinux
import Glibc
import Synchronization

/// Reaps processes that this one has inherited, in which nobody else is interested: workers of a run that was killed, what a notifier's program
/// has left behind.
///
/// Only the first process of a namespace (PID 1 of a container without an init) inherits any, and one whose parent has made it a subreaper. All
/// other processes do without.
package enum OrphanReaper {
  private static let began = Atomic(false)

  static var isAtWork: Bool { began.load(ordering: .relaxed) }

  /// Begins, on a thread that lasts as long as the process, if this process inherits any. To be called before there are threads.
  package static func start() {
    guard calcmon_inherits_orphans() != 0 else { return }
    calcmon_note_child_ends()
    var handle = pthread_t()
    guard pthread_create(&handle, nil, reaperMain, nil) == 0 else { return }
    pthread_detach(handle)
    began.store(true, ordering: .relaxed)
  }
}

private func reaperMain(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  calcmon_set_process_name("reaper")
  while true {
    Children.reapInherited()
    calcmon_await_child_end()
  }
}
