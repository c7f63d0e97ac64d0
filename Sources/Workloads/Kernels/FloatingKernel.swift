import Glibc

/// Turns of a unit vector by a fixed angle. After n turns it must point to n times the angle, whatever rounding has done by then.
enum FloatingKernel {
  private static let angle = 0.1
  private static let tolerance = 1e-6

  private static func start(_ seed: UInt64) -> Double { Double(seed % 1000) * 0.001 }

  /// The bits of the vector's first component.
  @inline(never)
  static func compute(seed: UInt64, operations: UInt64) -> UInt64 {
    let (cosine, sine) = (cos(angle), sin(angle))
    var (x, y) = (cos(start(seed)), sin(start(seed)))
    for _ in 0..<operations { (x, y) = (x * cosine - y * sine, x * sine + y * cosine) }
    return x.bitPattern
  }

  static func accepts(_ result: UInt64, seed: UInt64, operations: UInt64) -> Bool {
    abs(Double(bitPattern: result) - cos(start(seed) + Double(operations) * angle)) < tolerance
  }
}
