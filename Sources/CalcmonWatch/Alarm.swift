import CLinux
import Glibc
import Synchronization

/// A timer for one thread, which others may set.
final class Alarm: Sendable {
  /// What it rings for.
  enum Reason: Int, CaseIterable {
    /// To tell what was counted.
    case snapshot
    /// To look at the pool, whose tick has not come.
    case overdue
    /// To look at a thread of the pool that sleeps.
    case sleeper
    /// To send what has happened, or to end.
    case news
  }

  private let timer: Int32
  /// By reason; `.max`: not at all.
  private let times = Mutex([Int64](repeating: .max, count: Reason.allCases.count))

  /// `nil` if the kernel gives no timer.
  init?() {
    timer = calcmon_timer_create()
    guard timer >= 0 else { return nil }
  }

  deinit { if timer >= 0 { close(timer) } }

  /// Has it ring at an instant of CLOCK_MONOTONIC.
  func set(_ reason: Reason, _ instant: Int64) {
    times.withLock { times in
      let before = times.min()
      times[reason.rawValue] = instant
      if times.min() != before { arm(times) }
    }
  }

  /// Waits until it rings. Returns what it rings for, which is due no more then; `nil` if it cannot wait.
  func wait(clock: () -> Int64) -> Set<Reason>? {
    var expirations: UInt64 = 0
    while read(timer, &expirations, MemoryLayout<UInt64>.size) < 0 {
      guard errno == EINTR else { return nil }
    }
    return times.withLock { times in
      let now = clock()
      let due = Reason.allCases.filter { times[$0.rawValue] <= now }
      for reason in due { times[reason.rawValue] = .max }
      arm(times)
      return Set(due)
    }
  }

  private func arm(_ times: [Int64]) {
    let earliest = times.min() ?? .max
    _ = calcmon_timer_set(timer, earliest == .max ? 0 : max(1, earliest))
  }
}
