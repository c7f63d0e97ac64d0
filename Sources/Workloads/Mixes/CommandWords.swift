/// Words of a command line, split as a shell splits them by spaces and quotes. No shell is run, and nothing is replaced in them.
package enum CommandWords {
  /// Why a text cannot be split: the rest of a sentence that begins with the command.
  package struct Problem: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  private enum Quote { case none, single, double }

  /// Characters by which a shell would do more than to split.
  private static let forShell: Set<Unicode.Scalar> = ["|", "&", ";", "<", ">", "$", "`"]
  /// What a backslash makes plain inside double quotes.
  private static let escapable: Set<Unicode.Scalar> = ["\"", "\\", "$", "`"]

  /// Returns the words.
  package static func split(_ text: String) throws(Problem) -> [String] {
    var words: [String] = []
    var word: String.UnicodeScalarView?
    var quote = Quote.none
    var rest = text.unicodeScalars[...]
    func add(_ scalar: Unicode.Scalar) {
      var letters = word ?? String.UnicodeScalarView()
      letters.append(scalar)
      word = letters
    }
    while let scalar = rest.popFirst() {
      switch (quote, scalar) {
      case (.single, "'"), (.double, "\""): quote = .none
      case (.single, _): add(scalar)
      case (.none, "'"), (.none, "\""):
        quote = scalar == "'" ? .single : .double
        word = word ?? String.UnicodeScalarView()
      case (.double, "\\"):
        if let next = rest.first, !escapable.contains(next) { add(scalar) }
        if let next = rest.popFirst() { add(next) }
      case (.none, "\\"):
        guard let next = rest.popFirst() else { throw Problem(description: "ends with a backslash") }
        add(next)
      case (.double, "$"), (.double, "`"): throw needsShell(scalar)
      case (.none, _) where forShell.contains(scalar): throw needsShell(scalar)
      case (.none, " "), (.none, "\t"), (.none, "\n"):
        if let whole = word { words.append(String(whole)) }
        word = nil
      case (.none, _), (.double, _): add(scalar)
      }
    }
    guard quote == .none else { throw Problem(description: "has a quote that does not end") }
    return words + (word.map { [String($0)] } ?? [])
  }

  private static func needsShell(_ scalar: Unicode.Scalar) -> Problem {
    Problem(description: "has a \(scalar) for a shell, and none is run: put it into single quotes if it is meant as it is")
  }
}
