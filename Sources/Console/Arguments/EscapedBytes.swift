/// Bytes as the shell's `$'…'` writes them.
enum EscapedBytes {
  private static let longest = 200

  /// In quotation marks, on one line, and cut where it is long. What is not printable ASCII is written as `\xff`.
  static func text(_ bytes: [UInt8]) -> String {
    var text = ""
    var decoder = bytes.prefix(longest).makeIterator()
    while let byte = decoder.next() {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "'"): text += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7f: text.unicodeScalars.append(UnicodeScalar(byte))
      case _: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return "'\(text)\(bytes.count > longest ? "…" : "")'"
  }
}
