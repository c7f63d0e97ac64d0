package import Samples

/// Finds out how many operations of a kernel this host does in a second on an idle core.
package enum Calibration {
  private static let nanoseconds: Int64 = 300_000_000

  /// Takes the median of many rounds of some milliseconds, in CPU time: being interrupted does not count, the fastest moment of a core
  /// is no more typical than its slowest, and half of the rounds may be disturbed. Costs 0.3 s of CPU time.
  ///
  /// - Throws: `CalibrationError` where this host does not compute what it must.
  package static func operationsPerSecond(_ kernel: Kernel) throws(CalibrationError) -> Double {
    var operations: UInt64 = 1000
    kernel.prepare(operations: operations)
    while try time(kernel, operations) < 2_000_000 { operations *= 2 }
    var rounds: [Int64] = []
    let end = ThreadClock.now() + nanoseconds
    while ThreadClock.now() < end || rounds.isEmpty { rounds.append(try time(kernel, operations)) }
    return Double(operations) * 1e9 / Double(rounds.sorted()[rounds.count / 2])
  }

  private static func time(_ kernel: Kernel, _ operations: UInt64) throws(CalibrationError) -> Int64 {
    let before = ThreadClock.now()
    let result = kernel.compute(seed: operations, operations: operations)
    let elapsed = ThreadClock.now() - before
    guard kernel.accepts(result, seed: operations, operations: operations) else { throw .wrongResult(kernel) }
    return max(1, elapsed)
  }
}

/// A calibration that cannot be trusted.
package enum CalibrationError: Error, Equatable, CustomStringConvertible {
  case wrongResult(Kernel)

  package var description: String {
    switch self {
    case .wrongResult(let kernel): "the kernel '\(kernel.rawValue)' gave a wrong result on this host"
    }
  }
}
