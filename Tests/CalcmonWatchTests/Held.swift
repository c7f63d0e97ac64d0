import Glibc
import LoopProbe

/// From when until when a thread was held.
struct Held {
  let from: Int64
  let until: Int64

  var middle: Int64 { (from + until) / 2 }

  /// Has the calling thread sleep.
  static func asleep(milliseconds: Int64 = 400) -> Held {
    let from = MonotonicClock.now()
    var left = timespec(tv_sec: 0, tv_nsec: Int(milliseconds) * 1_000_000)
    var rest = timespec()
    while nanosleep(&left, &rest) != 0 { left = rest }
    return Held(from: from, until: MonotonicClock.now())
  }

  /// Has the calling thread compute.
  static func computing(milliseconds: Int64 = 400) -> Held {
    let from = MonotonicClock.now()
    while MonotonicClock.now() < from + milliseconds * 1_000_000 {}
    return Held(from: from, until: MonotonicClock.now())
  }

  /// Has the calling thread wait for a lock that another thread has.
  static func waiting() -> Held {
    var lock = pthread_mutex_t()
    pthread_mutex_init(&lock, nil)
    pthread_mutex_lock(&lock)
    let from = MonotonicClock.now()
    var until = timespec()
    clock_gettime(CLOCK_REALTIME, &until)
    until.tv_nsec += 400_000_000
    if until.tv_nsec >= 1_000_000_000 { (until.tv_sec, until.tv_nsec) = (until.tv_sec + 1, until.tv_nsec - 1_000_000_000) }
    pthread_mutex_timedlock(&lock, &until)
    return Held(from: from, until: MonotonicClock.now())
  }
}
