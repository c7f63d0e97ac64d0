package import Thresholds

/// A number, or `[lower, upper]` where the limit is a band.
package struct JSONLimit: Encodable {
  private let limit: Limit

  /// In the unit of the value that it is for.
  package init(_ limit: Limit) { self.limit = limit }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch limit {
    case .below(let value), .atMost(let value), .above(let value), .atLeast(let value): try container.encode(value)
    case .within(let range): try container.encode([range.lowerBound, range.upperBound])
    }
  }
}
