import Samples

/// Too little to come to a verdict: so much was measured, and it takes more.
package struct Shortage: Hashable, Sendable {
  /// What is counted.
  package enum Kind: String, Hashable, Sendable {
    /// Ticks of the loop.
    case ticks
    /// Looks at a run's processes.
    case samples
    /// Completed ones.
    case runs
  }

  /// Fewer than are needed.
  package let found: Int
  /// With so many there is a verdict.
  package let needed: Int
  /// What is counted.
  package let kind: Kind

  /// `58 of 100 ticks`
  package var text: String { "\(found) of \(needed) \(needed == 1 ? String(kind.rawValue.dropLast()) : kind.rawValue)" }
}
