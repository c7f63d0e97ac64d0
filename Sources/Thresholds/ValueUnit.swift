/// What a statistic's value is counted in.
enum ValueUnit: Hashable, CaseIterable {
  case seconds
  /// 0...1.
  case share
  /// A plain number.
  case count
  case items
  case bytes
  /// A plain number a second.
  case perSecond
  case itemsPerSecond
  case bytesPerSecond

  /// What is counted each second; `nil` where this is no rate.
  var counted: ValueUnit? {
    switch self {
    case .perSecond: .count
    case .itemsPerSecond: .items
    case .bytesPerSecond: .bytes
    case .seconds, .share, .count, .items, .bytes: nil
    }
  }

  /// The names that its values can have in the target language, the greatest first; the name is empty where the number stands alone.
  var names: [UnitName] {
    switch self {
    case .seconds: UnitName.times
    case .share: [UnitName(""), UnitName("%", exponent: -2)]
    case .count, .perSecond: [UnitName("")]
    case .items, .itemsPerSecond: [UnitName(""), UnitName("items")]
    case .bytes, .bytesPerSecond: UnitName.sizes
    }
  }

  /// Says which names are usual.
  var advice: String {
    switch self {
    case .seconds: "use ms or s"
    case .share: "use a number from 0 to 1, or %"
    case .count: "use a plain number"
    case .items: "use a plain number or items"
    case .bytes: "use B, KiB, MiB or GiB"
    case .perSecond: "use /s, /m or /h"
    case .itemsPerSecond: "use /s, /m or /h, or items/m"
    case .bytesPerSecond: "use B/s, KiB/m or MiB/h"
    }
  }

  /// A value as it can be written.
  var example: String {
    switch self {
    case .seconds: "100ms"
    case .share: "0.5 or 50%"
    case .count: "3"
    case .items: "100"
    case .bytes: "200MiB"
    case .perSecond: "3/m"
    case .itemsPerSecond: "5/m"
    case .bytesPerSecond: "1MiB/h"
    }
  }
}

/// A unit by its name in the target language: so many seconds, bytes, … are one.
struct UnitName {
  let name: String
  /// Of the power of ten that a number is multiplied with, before it is rounded to a `Double`: 100ms is 0.1 to the bit.
  let exponent: Int
  /// What it is multiplied with then.
  let factor: Double

  init(_ name: String, exponent: Int = 0, factor: Double = 1) {
    self.name = name
    self.exponent = exponent
    self.factor = factor
  }

  /// Of a number without sign and exponent.
  func value(_ number: some StringProtocol) -> Double? { Double("\(number)e\(exponent)").map { $0 * factor } }

  /// One of it.
  var size: Double { value("1") ?? factor }

  /// As in `DurationText`, the greatest first.
  static let times = [
    UnitName("y", factor: 365 * 86400), UnitName("w", factor: 7 * 86400), UnitName("d", factor: 86400),
    UnitName("h", factor: 3600), UnitName("m", factor: 60), UnitName("s"), UnitName("ms", exponent: -3),
    UnitName("us", exponent: -6),
  ]

  /// As in `SizeText`, the binary ones first, and of them the greatest.
  static let sizes = [
    UnitName("TiB", factor: 1_099_511_627_776), UnitName("GiB", factor: 1_073_741_824), UnitName("MiB", factor: 1_048_576),
    UnitName("KiB", factor: 1024), UnitName("B"), UnitName("KB", exponent: 3), UnitName("MB", exponent: 6),
    UnitName("GB", exponent: 9), UnitName("TB", exponent: 12),
  ]
}
