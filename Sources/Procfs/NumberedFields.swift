/// A line of words whose places have a number and a name in its documentation.
struct NumberedFields {
  private let words: [Substring]
  private let first: Int
  private let line: String
  private let path: String

  /// The words of a line.
  ///
  /// - Parameters:
  ///   - first: the number of the first word.
  ///   - line: what the file calls the line, where it has several.
  init(_ text: Substring, from first: Int = 1, line: Substring? = nil, path: String) {
    words = text.words
    self.first = first
    self.line = line.map { "line '\($0)': " } ?? ""
    self.path = path
  }

  /// The word at that place; `nil` after the last.
  subscript(_ number: Int) -> Substring? { number - first < words.count ? words[number - first] : nil }

  /// The word at that place.
  func word(_ number: Int, _ name: String) throws(ProcError) -> Substring {
    guard let word = self[number] else {
      throw .malformed(path: path, reason: "\(line)ends before field \(number) (\(name))")
    }
    return word
  }

  /// A whole number.
  func integer<Value: FixedWidthInteger>(_ number: Int, _ name: String) throws(ProcError) -> Value {
    let word = try word(number, name)
    guard let value = Value(word) else { throw refusal(number, name, "is not a number", word) }
    return value
  }

  /// A whole number; `nil` where the line ends before, as on a kernel from before the field.
  func integerIfPresent<Value: FixedWidthInteger>(_ number: Int, _ name: String) throws(ProcError) -> Value? {
    self[number] == nil ? nil : try integer(number, name)
  }

  /// What to throw for a field that holds something else than it should.
  func refusal(_ number: Int, _ name: String, _ problem: String, _ found: Substring) -> ProcError {
    .malformed(path: path, reason: "\(line)field \(number) (\(name)) \(problem): '\(found.excerpt)'")
  }
}
