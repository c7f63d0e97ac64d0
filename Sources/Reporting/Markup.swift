/// HTML or XML that is well-formed by construction: literals are taken as they are, strings that are put into them are escaped.
struct Markup: ExpressibleByStringInterpolation {
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity + 16 * interpolationCount) }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ string: String) { text += Markup.escape(string) }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    mutating func appendInterpolation(lines markup: [Markup]) { text += Markup.lines(markup).text }
    /// A coordinate: a tenth of a pixel is enough.
    mutating func appendInterpolation(at coordinate: Double) {
      let tenths = coordinate.isFinite ? Int((min(1e6, max(-1e6, coordinate)) * 10).rounded()) : 0
      text += (tenths < 0 ? "-" : "") + String(abs(tenths) / 10) + (tenths % 10 == 0 ? "" : ".\(abs(tenths) % 10)")
    }
  }

  /// The finished markup.
  let text: String

  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
  private init(text: String) { self.text = text }

  /// Nothing.
  static let none: Markup = ""

  /// A piece a line; empty pieces are left out.
  static func lines(_ parts: [Markup]) -> Markup {
    Markup(text: parts.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  /// One after the other.
  static func joined(_ parts: [Markup]) -> Markup { Markup(text: parts.map(\.text).joined()) }

  /// For content and for quoted attributes, of HTML and of XML, which does not allow control characters at all.
  private static func escape(_ string: String) -> String {
    var escaped = ""
    for character in Printable.text(string).unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
