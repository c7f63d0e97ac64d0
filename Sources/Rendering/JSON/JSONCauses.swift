package import Samples

/// `{"callback": 0.2, …}`, with all causes.
package struct JSONCauses: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  let budget: StallBudget

  /// Seconds by cause.
  package init(budget: StallBudget) { self.budget = budget }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for cause in StallCause.allCases { try container.encode(budget[cause], forKey: Key(stringValue: cause.rawValue)) }
  }
}
