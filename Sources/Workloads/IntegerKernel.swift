/// The CPU step: a fixed number of steps of a linear congruential generator, each of which needs the one before.
///
/// The step count is the work: it does not shrink on a slow host. The result is checked against the closed form of the recurrence,
/// which takes only log n steps, so the work cannot be left out, neither by an optimiser nor by a broken worker.
///
/// Constants: D. E. Knuth's MMIX generator. Closed form: F. B. Brown, "Random number generation with arbitrary strides" (1994).
package enum IntegerKernel {
  /// Its name in a calibration.
  package static let name = "integer"

  private static let multiplier: UInt64 = 6_364_136_223_846_793_005
  private static let increment: UInt64 = 1_442_695_040_888_963_407

  /// Does the work, one operation after another.
  @inline(never)
  package static func compute(seed: UInt64, operations: UInt64) -> UInt64 {
    var state = seed
    for _ in 0..<operations { state = state &* multiplier &+ increment }
    return state
  }

  /// What `compute` must give, without doing the work.
  package static func expected(seed: UInt64, operations: UInt64) -> UInt64 {
    var remaining = operations
    var stepMultiplier = multiplier
    var stepIncrement = increment
    var state = seed
    while remaining > 0 {
      if remaining & 1 == 1 { state = state &* stepMultiplier &+ stepIncrement }
      stepIncrement = stepIncrement &* (stepMultiplier &+ 1)
      stepMultiplier = stepMultiplier &* stepMultiplier
      remaining >>= 1
    }
    return state
  }
}
