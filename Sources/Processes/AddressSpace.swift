import CLinux
import Glibc

/// The address space of this process, which may be limited (`ulimit -v`, `LimitAS=`).
package enum AddressSpace {
  /// Has all threads share two memory areas if there is a limit. Without one, each thread reserves 64 MiB, of which it uses next to nothing.
  ///
  /// To be called before there are threads.
  package static func saveIfLimited() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < .max else { return }
    calcmon_share_memory_areas()
  }
}
