/// Durations as people write them, in the way of Prometheus: `30s`, `1h30m`, `3.3ms`.
package enum DurationText {
  /// A thousand years.
  private static let longest = 1000 * 365 * 86400.0

  private static let units: [(name: String, seconds: Double)] = [
    ("y", 365 * 86400), ("w", 7 * 86400), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1), ("ms", 1e-3), ("us", 1e-6),
  ]

  /// Numbers with `y w d h m s ms us`, the greatest unit first, each at most once; the last number may have decimals.
  /// `nil` where the text is anything else.
  package static func seconds(_ text: String) -> Double? {
    guard !text.isEmpty else { return nil }
    var rest = text[...]
    var next = units.startIndex
    var total = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      let name = rest.dropFirst(number.count).prefix { $0.isLetter }
      guard let unit = units[next...].firstIndex(where: { $0.name == name }) else { return nil }
      next = unit + 1
      rest = rest.dropFirst(number.count + name.count)
      guard let value = value(number, isLast: rest.isEmpty) else { return nil }
      total += value * units[unit].seconds
    }
    return total <= longest ? total : nil
  }

  private static func value(_ number: Substring, isLast: Bool) -> Double? {
    guard number.first != ".", number.last != ".", isLast || !number.contains(".") else { return nil }
    return number.count <= 15 ? Double(number) : nil
  }

  /// Three significant digits with a unit that suits: `950 us`, `3.3 ms`, `45.2 s`.
  package static func text(_ seconds: Double) -> String {
    switch abs(seconds) {
    case 0: "0 s"
    case ..<0.000_999_5: "\(Digits.text(seconds * 1e6)) us"
    case ..<0.9995: "\(Digits.text(seconds * 1e3)) ms"
    default: "\(Digits.text(seconds)) s"
    }
  }
}
