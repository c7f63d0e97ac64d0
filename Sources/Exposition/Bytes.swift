/// Text as bytes, without strings in between.
extension [UInt8] {
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// Backslash and line feed are escaped, and where they are told to be, quotes.
  mutating func append(escaping text: String, quotes: Bool) {
    let begin = endIndex
    append(text)
    guard self[begin...].contains(where: { $0.isEscaped(quotes) }) else { return }
    removeSubrange(begin...)
    for byte in text.utf8 {
      if byte.isEscaped(quotes) { append(UInt8(ascii: "\\")) }
      append(byte == UInt8(ascii: "\n") ? UInt8(ascii: "n") : byte)
    }
  }

  /// A number as Go's ParseFloat reads it; whole numbers below 1e15 without a fraction.
  mutating func append(number: Double) {
    if number.rounded() == number, abs(number) < 1e15 { return append(integer: Int64(number)) }
    if number.isNaN { return append("NaN") }
    if number.isInfinite { return append(number < 0 ? "-Inf" : "+Inf") }
    append(number.description)
  }

  private mutating func append(integer: Int64) {
    if integer < 0 { append(UInt8(ascii: "-")) }
    var rest = integer.magnitude
    let begin = endIndex
    repeat {
      append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    self[begin...].reverse()
  }
}

extension UInt8 {
  fileprivate func isEscaped(_ quotes: Bool) -> Bool {
    self == UInt8(ascii: "\\") || self == UInt8(ascii: "\n") || quotes && self == UInt8(ascii: "\"")
  }
}
