/// Rates as people write them, in flags and in the configuration: `300`, `300/s`, `18k/m`.
package enum RateText {
  /// What a text must be that is none; goes on after it.
  package static let demand = "is no rate, such as 300, 300/s or 18k/m"

  private static let times = ["s": 1.0, "m": 60, "h": 3600, "d": 86400]

  /// A second; `nil` if the text is no number, with a time behind it or not.
  package static func perSecond(_ text: String) -> Double? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let count = parts.first, let time = parts.count > 1 ? times[String(parts[1])] : 1 else { return nil }
    let scale: (size: Double, letters: Int) = count.hasSuffix("k") ? (1000, 1) : count.hasSuffix("M") ? (1e6, 1) : (1, 0)
    return DecimalNumber.value(count.dropLast(scale.letters)).map { $0 * scale.size / time }
  }
}
