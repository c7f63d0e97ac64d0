/// Words of a command line, to be copied into a shell.
package enum ShellText {
  private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:=@%+,".utf8)

  /// A command of these words.
  package static func command(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// A command of these words, on several lines.
  package static func lines(_ parts: [[String]]) -> [String] {
    parts.enumerated().map { index, words in
      (index == 0 ? "" : "  ") + command(words) + (index == parts.count - 1 ? "" : " \\")
    }
  }

  /// One word, whatever is in it. What is not to be seen, or turns the direction of writing, is written as bash, ksh and
  /// zsh have it, `$'\033'`: what is copied is what is read.
  package static func quoted(_ word: String) -> String {
    if !word.isEmpty, word.utf8.allSatisfy(plain.contains) { return word }
    if word.unicodeScalars.contains(where: Printable.isHidden) { return "$'\(word.unicodeScalars.map(escaped).joined())'" }
    return "'\(word.replacing("'", with: "'\\''"))'"
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "'", "\\": "\\\(scalar)"
    case _ where Printable.isHidden(scalar): UTF8.encode(scalar)?.map(octal).joined() ?? ""
    default: String(scalar)
    }
  }

  /// Three digits: what follows cannot be taken for one of them, as it could after `\x`.
  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
