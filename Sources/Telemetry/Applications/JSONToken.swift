/// One value in a line of JSON, or the name of a field. Those that are in it follow it, the name of each field before its value.
struct JSONToken {
  enum Kind {
    case null, yes, no, whole, text, list, fields
    /// A number that is no whole one, or too large.
    case number
    /// A text that is not as it stands in the line.
    case otherText
  }

  let kind: Kind
  /// Of a whole number; of a text where it begins in the line, or its place among the other texts.
  let value: Int64
  /// Of a text, in bytes; of a list or an object, in elements or fields.
  var count = 0
  /// The place of what comes after it and all that is in it.
  var next = 0
  /// Of a text: texts that are the same have the same, and few others do.
  var tag: UInt32 = 0

  /// - Parameters:
  ///   - count: of the text, in bytes; not 0.
  ///   - first, middle, last: bytes of it.
  @inline(__always)
  static func tag(_ count: Int, first: UInt8, middle: UInt8, last: UInt8) -> UInt32 {
    UInt32(truncatingIfNeeded: count) << 24 | UInt32(first) << 16 | UInt32(middle) << 8 | UInt32(last)
  }
}
