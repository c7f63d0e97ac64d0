import Samples

/// What the values of a plot are: it decides on the scale.
package enum PlotQuantity: Sendable {
  /// In seconds, by decades: lateness spans them.
  case latency
  /// In seconds, from 0.
  case duration
  /// In seconds a second.
  case cores
  /// Parts of a whole.
  case share
  case items
  case bytes
  /// Without a unit.
  case ratio

  /// A value with its unit: `12.3 ms`, `40 items`, `81.4 %`, `17.3 MiB`; a ratio has none.
  package func text(_ value: Double) -> String {
    switch self {
    case .latency, .duration: DurationText.text(value)
    case .items: "\(Digits.text(value)) \(Plural.word(value, "item"))"
    case .cores: "\(Digits.text(value)) \(Plural.word(value, "core"))"
    case .share: Percent.text(value)
    case .bytes: Digits.bytes(value)
    case .ratio: Digits.text(value)
    }
  }

  /// A value beside an axis: without the word that the title says already.
  package func axisText(_ value: Double) -> String {
    switch self {
    case .items, .cores: Digits.text(value)
    case .latency, .duration, .share, .bytes, .ratio: text(value)
    }
  }
}
