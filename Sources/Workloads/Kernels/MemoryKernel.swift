/// Follows a table from entry to entry: each load needs the one before, and the next is anywhere in 8 MiB.
///
/// The table holds the steps of a linear congruential generator that visits every entry, so the end is known in closed form.
enum MemoryKernel {
  private static let size: UInt64 = 1 << 21
  private static let step = AffineMap(multiplier: 1_664_525, increment: 1_013_904_223)
  private static let table: [UInt32] = (0..<size).map { UInt32(truncatingIfNeeded: step($0) % size) }

  static func prepare() { _ = table.count }

  @inline(never)
  static func compute(seed: UInt64, operations: UInt64) -> UInt64 {
    table.withUnsafeBufferPointer { table in
      var index = Int(seed % size)
      for _ in 0..<operations { index = Int(table[index]) }
      return UInt64(index)
    }
  }

  static func expected(seed: UInt64, operations: UInt64) -> UInt64 { step.applied(operations, to: seed % size) % size }
}
