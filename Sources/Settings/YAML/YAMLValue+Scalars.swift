import Samples

/// Values of a single word.
extension YAMLValue {
  /// Text without quotes; what is quoted is neither number nor truth value.
  private func plain(_ what: String) -> String? {
    guard case .scalar(let text, let isPlain) = node.content else { return wrong("must be \(what)") }
    return isPlain ? text : wrong("must be \(what), without quotes")
  }

  /// `true` or `false`, and the words that YAML 1.1 has for them.
  func flag() -> Bool? {
    switch plain("true or false")?.lowercased() {
    case nil: nil
    case "true", "yes", "on": true
    case "false", "no", "off": false
    case let text?: wrong("'\(text.shown)' is neither true nor false")
    }
  }

  func integer(_ range: ClosedRange<Int> = .min ... .max) -> Int? {
    guard let text = plain("a whole number") else { return nil }
    guard let value = Int(text) else {
      let isGreat = !text.isEmpty && text.drop { $0 == "-" }.allSatisfy { $0.isASCII && $0.isNumber }
      return wrong("'\(text.shown)' is \(isGreat ? "too large" : "no whole number")")
    }
    return range.contains(value) ? value : wrong("\(value) is not between \(range.lowerBound) and \(range.upperBound)")
  }

  func number(_ bounds: String = "", _ isWithin: (Double) -> Bool = { _ in true }) -> Double? {
    guard let text = plain("a number") else { return nil }
    guard text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }), let value = Double(text) else {
      return wrong("'\(text.shown)' is no number")
    }
    guard value.isFinite else { return wrong("'\(text.shown)' is too large") }
    return isWithin(value) ? value : wrong("'\(text.shown)' is not \(bounds)")
  }

  /// A number, or a percentage: `0.8`, `80%`.
  func share(_ bounds: String = "", _ isWithin: (Double) -> Bool = { _ in true }) -> Double? {
    guard let text = plain("a number") else { return nil }
    guard let value = ShareText.share(text) else { return wrong("'\(text.shown)' \(ShareText.demand)") }
    return isWithin(value) ? value : wrong("'\(text.shown)' is not \(bounds)")
  }

  /// A second: `300`, `300/s`, `18k/m`.
  func rate() -> Double? {
    guard let text = plain("a number") else { return nil }
    return RateText.perSecond(text) ?? wrong("'\(text.shown)' \(RateText.demand)")
  }

  /// One of a few words.
  func word<W: RawRepresentable & CaseIterable>(_ type: W.Type) -> W? where W.RawValue == String {
    let words = type.allCases.map(\.rawValue)
    guard let text = text() else { return nil }
    return W(rawValue: text) ?? wrong("'\(text.shown)' is none of \(words.joined(separator: ", "))")
  }

  /// In seconds.
  func duration(_ range: ClosedRange<Double> = 0 ... .infinity) -> Double? {
    guard let text = text() else { return nil }
    guard let seconds = text == "0" ? 0 : DurationText.seconds(text) else {
      if text.first == "-", DurationText.seconds(String(text.dropFirst())) != nil { return wrong("\(text.shown) is negative") }
      let isLong = DurationText.seconds(text.withSmallNumbers) != nil
      return wrong("'\(text.shown)' is \(isLong ? "too long" : "no duration such as 30s, 5m or 1h30m")")
    }
    return range.contains(seconds)
      ? seconds : wrong("\(text.shown) is not between \(durationText(range.lowerBound)) and \(durationText(range.upperBound))")
  }

  /// In bytes.
  func size(_ range: ClosedRange<Int>) -> Int? {
    guard let text = text() else { return nil }
    guard let bytes = SizeText.bytes(text) else {
      let isGreat = SizeText.bytes(text.withSmallNumbers) != nil
      return wrong("'\(text.shown)' is \(isGreat ? "too large" : "no size such as 500MB or 2GiB")")
    }
    return range.contains(bytes)
      ? bytes
      : wrong(
        "\(text.shown) is not between \(Digits.bytes(Double(range.lowerBound))) and \(Digits.bytes(Double(range.upperBound)))")
  }
}

extension String {
  /// With a 1 for each number: what is well-formed then, but not as it is, is too great.
  fileprivate var withSmallNumbers: String {
    split(separator: /[0-9]+/, omittingEmptySubsequences: false).joined(separator: "1")
  }
}

/// As people write it: `100ms`, `1d`.
private func durationText(_ seconds: Double) -> String {
  let units: [(name: String, seconds: Double)] = [
    ("y", 365 * 86400), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1), ("ms", 1e-3),
  ]
  for unit in units where seconds >= unit.seconds && (seconds / unit.seconds).rounded() * unit.seconds == seconds {
    return "\(Digits.text(seconds / unit.seconds))\(unit.name)"
  }
  return "\(Digits.text(seconds))s"
}
