import CLinux
import Glibc

/// The address space of this process, which may be limited (`ulimit -v`, `LimitAS=`), and what of it is used.
package enum AddressSpace {
  /// Has all threads share two memory areas. What is freed stays in the area from which it was taken: of a process that runs for long, whose
  /// threads take and free what others have made, each area would keep some.
  ///
  /// To be called before there are threads.
  package static func share() { calcmon_share_memory_areas() }

  /// Has all threads share two memory areas if there is a limit. Without one, each thread reserves 64 MiB, of which it uses next to nothing.
  ///
  /// To be called before there are threads.
  package static func saveIfLimited() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < .max else { return }
    calcmon_share_memory_areas()
  }
}
