import Glibc
import Procfs

/// What this process uses, by the kernel's own figures.
struct ProcessUsage {
  let cpuUserNs: Int64
  let cpuSystemNs: Int64
  let memoryBytes: Int64?
  let threads: Int?

  /// As it is now.
  init(_ proc: ProcRoot) {
    var used = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &used)
    cpuUserNs = ProcessUsage.nanoseconds(used.ru_utime)
    cpuSystemNs = ProcessUsage.nanoseconds(used.ru_stime)
    let pages = (try? proc.read("self/statm"))?.split(separator: " ").dropFirst().first.flatMap { Int64($0) }
    memoryBytes = pages.map { $0 * Int64(sysconf(Int32(_SC_PAGESIZE))) }
    threads = (try? proc.list("self/task"))?.count
  }

  /// CPU time of all threads.
  static func cpuNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func nanoseconds(_ time: timeval) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_usec) * 1000
  }
}
