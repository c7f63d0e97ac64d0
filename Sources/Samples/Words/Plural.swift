/// Words that depend on how many there are.
package enum Plural {
  /// One of two words: `item` or `items`, `is` or `are`.
  ///
  /// - Parameter many: `nil`: the word with an `s`.
  package static func word(_ number: some Numeric, _ one: String, _ many: String? = nil) -> String {
    number == 1 ? one : many ?? one + "s"
  }

  /// `1 core`, `12 cores`
  package static func text(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number) \(word(number, one, many))"
  }
}
