/// HTML or XML that is well-formed by construction: literals are taken as they are, strings that are put into them are escaped.
package struct Markup: Sendable, ExpressibleByStringInterpolation {
  /// Escapes strings, takes numbers and markup as they are.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    /// Nothing yet.
    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    /// Of the source: taken as it is.
    package mutating func appendLiteral(_ literal: String) { text += literal }
    /// Escaped.
    package mutating func appendInterpolation(_ string: String) { text += Markup.escape(string) }
    /// Decimal.
    package mutating func appendInterpolation(_ number: Int) { text += String(number) }
    /// Taken as it is.
    package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    /// A piece a line; empty pieces are left out.
    package mutating func appendInterpolation(lines markup: [Markup]) { text += Markup.lines(markup).text }
    /// A coordinate: a tenth of a pixel is enough.
    package mutating func appendInterpolation(at coordinate: Double) {
      let tenths = coordinate.isFinite ? Int((min(1e6, max(-1e6, coordinate)) * 10).rounded()) : 0
      text += (tenths < 0 ? "-" : "") + String(abs(tenths) / 10) + (tenths % 10 == 0 ? "" : ".\(abs(tenths) % 10)")
    }
  }

  /// The finished markup.
  package let text: String

  /// Taken as it is.
  package init(stringLiteral value: String) { text = value }
  /// The finished markup.
  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
  private init(text: String) { self.text = text }

  /// Nothing.
  package static let none: Markup = ""

  /// A piece a line; empty pieces are left out.
  package static func lines(_ parts: [Markup]) -> Markup {
    Markup(text: parts.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  /// One after the other.
  package static func joined(_ parts: [Markup]) -> Markup { Markup(text: parts.map(\.text).joined()) }

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
