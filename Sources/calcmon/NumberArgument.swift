import Console

/// - Throws: `OptionProblem` if the text is no whole number.
func wholeNumber<Number: FixedWidthInteger>(_ text: String) throws(OptionProblem) -> Number {
  guard let number = Number(text) else { throw .demand("is not a whole number") }
  return number
}

/// - Throws: `OptionProblem` if the text is no number.
func decimalNumber(_ text: String) throws(OptionProblem) -> Double {
  guard let number = Double(text) else { throw .demand("is not a number, such as 0.5") }
  return number
}
