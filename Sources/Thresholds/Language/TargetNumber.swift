extension TargetToken {
  /// Longer than any number that a `Double` can be.
  private static let maximumLength = 400

  /// A number's value in a unit.
  func scaled(_ unit: UnitName) throws(TargetSyntaxError) -> Double {
    guard let value = try unit.value(checked()), value.isFinite else {
      throw error("\(TargetMessage.quoted(text)) is too great")
    }
    return value
  }

  /// The text of a number that is one: digits, and between two of them at most one point.
  private func checked() throws(TargetSyntaxError) -> Substring {
    let quoted = TargetMessage.quoted(text)
    if text.first == "-" { throw error("\(quoted) is negative; values are not") }
    if text.contains(where: { $0 == "e" || $0 == "E" }) { throw error("\(quoted) has an exponent; write it with all its digits") }
    let isNumber = text.first?.isDigit == true && text.last?.isDigit == true && text.count { $0 == "." } <= 1
    guard isNumber else { throw error("\(quoted) is no number; write one like 12.5") }
    guard text.utf8.count <= Self.maximumLength else {
      throw error("\(quoted) is too long; a number has up to \(Self.maximumLength) characters")
    }
    return text
  }
}
