/// Steps of a linear congruential generator (the constants of D. E. Knuth's MMIX), checked against the closed form.
enum IntegerKernel {
  private static let step = AffineMap(multiplier: 6_364_136_223_846_793_005, increment: 1_442_695_040_888_963_407)

  @inline(never)
  static func compute(seed: UInt64, operations: UInt64) -> UInt64 {
    var state = seed
    for _ in 0..<operations { state = step(state) }
    return state
  }

  static func expected(seed: UInt64, operations: UInt64) -> UInt64 { step.applied(operations, to: seed) }
}
