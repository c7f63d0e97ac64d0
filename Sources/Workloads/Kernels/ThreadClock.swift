import Glibc

/// CPU time of the calling thread: what a computation has cost, however often the thread had to wait for a core meanwhile.
enum ThreadClock {
  /// Nanoseconds of CLOCK_THREAD_CPUTIME_ID.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
