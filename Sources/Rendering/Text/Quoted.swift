extension String {
  private static let longestQuoted = 80

  /// In quotation marks, on one line, and cut where it is long: it was written by others.
  package var quoted: String {
    let text = Printable.text(String(unicodeScalars.prefix(String.longestQuoted)))
    return "\"\(text)\(unicodeScalars.count > String.longestQuoted ? "…" : "")\""
  }
}
