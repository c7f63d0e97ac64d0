/// Values with all their digits, as the target language reads them back, to the bit.
extension ValueUnit {
  /// `100ms`, `0.7`, `200MiB`, `5/h`; 0 has no unit.
  func source(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    switch self {
    case .seconds: return DurationSource(value).text(separator: "")
    case .share, .count, .items: return DecimalText.plain(value)
    case .bytes: return sizeSource(value)
    case .perSecond, .itemsPerSecond, .bytesPerSecond: return rateSource(value)
    }
  }

  /// In the greatest binary unit of which it is a whole number.
  private func sizeSource(_ value: Double) -> String {
    let units = UnitName.sizes.prefix { $0.factor > 1 }
    guard let unit = units.first(where: { $0.isWhole(value) }) else { return "\(DecimalText.plain(value))B" }
    return "\(DecimalText.plain(value / unit.factor))\(unit.name)"
  }

  /// In the shortest time, a second or longer, in which it is a whole number; else a second.
  private func rateSource(_ value: Double) -> String {
    let counted = { (value: Double) in self == .bytesPerSecond ? sizeSource(value) : DecimalText.plain(value) }
    for time in UnitName.times.reversed() where time.exponent == 0 {
      let whole = (value * time.factor).rounded()
      if whole / time.factor == value { return "\(counted(whole))/\(time.name)" }
    }
    return "\(counted(value))/s"
  }
}

/// A duration in one unit: the greatest of which it is a whole number; where there is none: s, ms or us, by its size.
struct DurationSource {
  private let number: String
  private let unit: String

  init(_ seconds: Double) {
    if let unit = UnitName.times.first(where: { $0.exponent == 0 && $0.isWhole(seconds) }) {
      (number, self.unit) = (DecimalText.plain(seconds / unit.factor), unit.name)
    } else if seconds.magnitude >= 1 {
      (number, unit) = (DecimalText.plain(seconds), "s")
    } else if seconds.magnitude >= 0.001 {
      (number, unit) = (DecimalText.plain(seconds, shiftedBy: 3), "ms")
    } else {
      (number, unit) = (DecimalText.plain(seconds, shiftedBy: 6), "us")
    }
  }

  /// `10m`, `100ms`; with a separator before the unit.
  func text(separator: String) -> String { "\(number)\(separator)\(unit)" }
}

extension UnitName {
  /// Whether a value is a whole number of this unit, which can be told from any other.
  fileprivate func isWhole(_ value: Double) -> Bool {
    let count = (value / factor).rounded()
    return count.magnitude >= 1 && count * factor == value && value.isFinite && count == value / factor
  }
}

extension Condition {
  /// As the target language reads it back, with all digits: `p(99) < 100ms`, `ratio 0.7 .. 0.9`. The statistic is always named: a text
  /// that begins with `>` is something else in YAML.
  package func sourceText(for name: TargetName) -> String {
    "\(statistic.text) \(limit.text { name.unit(of: statistic.word)?.source($0) ?? DecimalText.plain($0) })"
  }
}

extension Target {
  /// The canonical text: `Target(parsing:for:)` reads it back to this target without its critical and clearing limits, to the bit. What the
  /// language cannot say, it cannot read back: statistics that the quantity does not have, values below 0, a trend with a least rise of its
  /// own, more than eight conditions.
  package var sourceText: String {
    let window = window.map { " over \(DurationSource($0).text(separator: ""))" } ?? ""
    return conditions.map { $0.sourceText(for: name) }.joined(separator: " and ") + window
  }
}
