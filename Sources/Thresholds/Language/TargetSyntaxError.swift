/// Why a text is no target.
package struct TargetSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  package let line: Int
  /// Of the first character that cannot be understood, from 1, in characters of its line; behind the last one where something is missing.
  package let column: Int
  /// What was found and what is possible there. One line.
  package let message: String

  /// `1:7: '5' has no unit; use ms or s`
  package var description: String { "\(line):\(column): \(message)" }
}

/// Words for messages.
enum TargetMessage {
  private static let longest = 24

  /// In quotes; cut where it is long, and with escapes for what cannot be seen.
  static func quoted(_ text: some StringProtocol) -> String {
    let scalars = text.unicodeScalars.prefix(longest)
    let shown = scalars.map { isVisible($0) ? String($0) : $0.escaped(asASCII: true) }.joined()
    return "'\(shown)\(scalars.endIndex == text.unicodeScalars.endIndex ? "" : "…")'"
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
    default: true
    }
  }
}
