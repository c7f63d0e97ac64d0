/// The end of a traceback, or what else a function of the user's own has said of its failure.
package enum TracebackText {
  /// Its lines, set in, with nothing in them that acts on who reads it.
  package static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { "    \(Printable.text(String($0)))" }
  }
}
