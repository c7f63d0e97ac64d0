import Samples

/// `{"callback": 0.2, …}`, with all causes.
struct JSONCauses: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  let budget: StallBudget

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for cause in StallCause.allCases { try container.encode(budget[cause], forKey: Key(stringValue: cause.rawValue)) }
  }
}
