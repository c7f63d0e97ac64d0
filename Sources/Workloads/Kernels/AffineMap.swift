/// `x -> multiplier * x + increment` modulo 2^64, and what it becomes when it is applied many times.
///
/// F. B. Brown, "Random number generation with arbitrary strides" (1994).
struct AffineMap {
  let multiplier: UInt64
  let increment: UInt64

  func callAsFunction(_ x: UInt64) -> UInt64 { x &* multiplier &+ increment }

  /// The value after so many applications, in logarithmically many steps.
  func applied(_ times: UInt64, to x: UInt64) -> UInt64 {
    var remaining = times
    var power = self
    var value = x
    while remaining > 0 {
      if remaining & 1 == 1 { value = power(value) }
      power = AffineMap(
        multiplier: power.multiplier &* power.multiplier, increment: power.increment &* (power.multiplier &+ 1))
      remaining >>= 1
    }
    return value
  }
}
