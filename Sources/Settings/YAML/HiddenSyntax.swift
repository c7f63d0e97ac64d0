/// What is hidden from Yams, each scalar by a private one, so that places stay.
///
/// - Aliases: Yams would expand them, and in a key without bounds. They come back as plain text, and `YAMLTree` expands them.
/// - The `?` of explicit keys, for the same reason: calcmon knows no keys but words.
/// - The first letter of a key that its mapping has twice: Yams would give up at it, and tell nothing else.
enum HiddenSyntax {
  static let alias: Unicode.Scalar = "\u{E000}"
  static let explicitKey: Unicode.Scalar = "\u{E001}"
  /// As many keys as may be given twice, before nothing else is told.
  static let repeatedKeys: [Unicode.Scalar] = (0xE010..<0xE030).compactMap(Unicode.Scalar.init(_:))

  /// Whether calcmon needs it for itself.
  static func isReserved(_ scalar: Unicode.Scalar) -> Bool { (0xE000..<0xE030).contains(scalar.value) }

  static func hide(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "*": alias
    case "?": explicitKey
    default: scalar
    }
  }

  /// The text as it stands in the file.
  static func restore(_ text: String, repeatedKeys originals: [Unicode.Scalar: Unicode.Scalar]) -> String {
    guard text.unicodeScalars.contains(where: isReserved) else { return text }
    var restored = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      restored.append(scalar == alias ? "*" : scalar == explicitKey ? "?" : originals[scalar] ?? scalar)
    }
    return String(restored)
  }
}
