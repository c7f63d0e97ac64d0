/// How many of an interval's ticks fell into a row. The raw value is the number of its class.
package enum HeatLevel: Int, CaseIterable, Sendable {
  case rare = 1
  case few
  case some
  case many
  case most

  /// `nil`: none.
  package init?(_ count: UInt64, of total: UInt64) {
    guard count > 0 else { return nil }
    switch Double(count) / Double(total) {
    case ..<0.001: self = .rare
    case ..<0.01: self = .few
    case ..<0.1: self = .some
    case ..<0.5: self = .many
    default: self = .most
    }
  }

  var text: String {
    switch self {
    case .rare: "below 0.1 %"
    case .few: "0.1 %"
    case .some: "1 %"
    case .many: "10 %"
    case .most: "50 % and more"
    }
  }
}
