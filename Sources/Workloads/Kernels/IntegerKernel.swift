/// Steps of a linear congruential generator (the constants of D. E. Knuth's MMIX), checked against the closed form.
enum IntegerKernel {
  /// Known only when the program runs: an optimiser that knew the constants would make one step of every ten.
  private static let step = AffineMap(
    multiplier: 6_364_136_223_846_793_005 &* UInt64(CommandLine.argc > 0 ? 1 : 3), increment: 1_442_695_040_888_963_407)

  @inline(never)
  static func compute(seed: UInt64, operations: UInt64) -> UInt64 {
    let step = step
    var state = seed
    for _ in 0..<operations { state = step(state) }
    return state
  }

  static func expected(seed: UInt64, operations: UInt64) -> UInt64 { step.applied(operations, to: seed) }
}
