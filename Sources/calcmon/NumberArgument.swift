import Console

/// - Throws: `OptionProblem` if the text is no whole number.
func wholeNumber<Number: FixedWidthInteger>(_ text: String) throws(OptionProblem) -> Number {
  guard let number = Number(text) else { throw .demand("is not a whole number") }
  return number
}
