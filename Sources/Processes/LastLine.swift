/// What a program that failed has said last, in one line for a person.
package enum LastLine {
  private static let longest = 200

  /// The last line that says anything, without control characters; `nil` if there is none.
  package static func of(_ text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
    return lines.last.map { line in
      let plain = String(String.UnicodeScalarView(line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 }))
      return plain.count <= longest ? plain : plain.prefix(longest) + "…"
    }
  }
}
