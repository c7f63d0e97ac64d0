package import Samples

/// What the guide publishes for its benchmark of 10,000 items, for comparison with what was measured.
package struct GuideFigures: Hashable, Sendable {
  /// Items that the times are for.
  package static let items = 10_000

  /// Time of all items.
  package let seconds: Double
  /// Memory, in the guide's MB.
  package let megabytes: Double

  /// Time of the synchronous approach over this.
  package var speedup: Double { GuideFigures.of(.sync).seconds / seconds }

  /// The row of a strategy.
  package static func of(_ strategy: Strategy) -> GuideFigures {
    switch strategy {
    case .sync: GuideFigures(seconds: 45.2, megabytes: 187)
    case .threads: GuideFigures(seconds: 22.8, megabytes: 312)
    case .async: GuideFigures(seconds: 18.4, megabytes: 205)
    case .hybrid: GuideFigures(seconds: 12.1, megabytes: 248)
    }
  }
}
