import Samples
import Synchronization

/// The highest value of each series so far: Prometheus takes a counter that falls for a restart.
///
/// What the kernel counts may fall by itself, as when the process moves to another control group. The series then stands still
/// until the kernel's value has passed the old one.
final class CounterMemory: Sendable {
  private let highest = Mutex<[Labels: Double]>([:])

  /// The higher one of this value and those before.
  func raise(_ labels: Labels = .none, to value: Double) -> Double {
    highest.withLock { highest in
      let value = max(value, highest[labels] ?? 0)
      highest[labels] = value
      return value
    }
  }
}
