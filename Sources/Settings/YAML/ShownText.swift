extension String {
  /// As a message quotes it: in one line, and not too long.
  var shown: String { count > 40 ? String(prefix(39)).printable + "…" : printable }

  /// Without what moves a terminal's cursor.
  var printable: String {
    String(
      map { character in character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "\u{FFFD}" : character
      })
  }
}
