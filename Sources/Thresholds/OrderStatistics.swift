/// A distribution in few numbers: how many values there were, and at most `OrderStatistics.limit` of them, evenly spaced in rank,
/// ascending, the least and the greatest among them. With no more values than the limit it is exact.
package struct OrderStatistics: Hashable, Sendable {
  /// So many values are kept at most.
  package static let limit = 65

  /// How many values there were.
  package let count: Int
  /// Ascending.
  package let values: [Double]

  /// Keeps some of the values, given in any order. What is not finite is no value.
  package init(_ values: [Double]) {
    let sorted = values.filter(\.isFinite).sorted()
    count = sorted.count
    guard sorted.count > Self.limit else {
      self.values = sorted
      return
    }
    let step = Double(sorted.count - 1) / Double(Self.limit - 1)
    self.values = (0..<Self.limit).map { sorted[Int((Double($0) * step).rounded())] }
  }

  /// Of the kept values, which is that of all values within half a rank; `nil` of none.
  package var median: Double? {
    guard !values.isEmpty else { return nil }
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : values[middle - 1] + (values[middle] - values[middle - 1]) / 2
  }

  /// For how many values each of the kept ones stands.
  var weight: Double { values.isEmpty ? 0 : Double(count) / Double(values.count) }
}

/// `{"count": 3, "values": [1, 2, 5]}`
extension OrderStatistics: Codable {
  private enum Key: String, CodingKey { case count, values }

  /// - Throws: `DecodingError` where the values are not finite or not ascending, or are more than the count says.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    count = try container.decode(Int.self, forKey: .count)
    values = try container.decode([Double].self, forKey: .values)
    guard values.allSatisfy(\.isFinite) else {
      throw DecodingError.dataCorruptedError(forKey: .values, in: container, debugDescription: "a value is not finite")
    }
    guard zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw DecodingError.dataCorruptedError(forKey: .values, in: container, debugDescription: "the values do not ascend")
    }
    guard count >= values.count, count == 0 || !values.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .count, in: container, debugDescription: "\(values.count) values cannot stand for \(count)")
    }
  }

  /// The count and the values.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(count, forKey: .count)
    try container.encode(values, forKey: .values)
  }
}
