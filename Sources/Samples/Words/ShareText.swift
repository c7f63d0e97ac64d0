/// Shares as people write them, in flags and in the configuration: `0.8` or `80%`.
package enum ShareText {
  /// What a text must be that is none; goes on after it.
  package static let demand = "is no share, such as 0.8 or 80%"

  /// `nil` if the text is neither a number nor a percentage. Whether it is between 0 and 1 is for others to say.
  package static func share(_ text: String) -> Double? {
    let isPercentage = text.hasSuffix("%")
    var number = isPercentage ? text.dropLast() : text[...]
    if isPercentage, number.hasSuffix(" ") { number.removeLast() }
    guard let value = DecimalNumber.value(number) else { return nil }
    return isPercentage ? value / 100 : value
  }
}
