package import Samples

/// Texts with `{{ $value }}` and `{{ $labels.mix }}`, as Prometheus' annotations have them, with a closed set of names and nothing else.
package enum AlertTemplate {
  /// What is longer is cut, so that one alert does not fill a notification.
  private static let longest = 8192

  /// The names that a template may use beside `labels.…`.
  package static let names = [
    "value", "limit", "measure", "window", "at", "badRuns", "cause", "control", "id", "externalURL", "storage", "reason",
  ]

  /// What a template uses that there is not: `{{ $foo }}`, in order.
  package static func unknownNames(in template: String) -> [String] {
    pieces(of: template).compactMap { piece in
      guard case .name(let name) = piece else { return nil }
      return name.hasPrefix("$labels.") || names.contains { "$\($0)" == name } ? nil : name
    }
  }

  /// Fills it in. What there is no value for becomes `<error: …>`: an alert is sent with a bad text rather than not at all.
  package static func render(_ template: String, _ facts: [String: String], _ labels: Labels) -> String {
    let text = pieces(of: template).map { piece -> String in
      switch piece {
      case .text(let text): String(text)
      case .name(let name): value(of: name, facts, labels) ?? "<error: there is no \(name)>"
      }
    }.joined()
    return text.utf8.count <= longest ? text : String(decoding: text.utf8.prefix(longest), as: UTF8.self) + "…"
  }

  private static func value(of name: String, _ facts: [String: String], _ labels: Labels) -> String? {
    let labelPrefix = "$labels."
    if name.hasPrefix(labelPrefix) {
      let label = name.dropFirst(labelPrefix.count)
      return labels.pairs.first { $0.name == label }?.value ?? ""
    }
    return name.hasPrefix("$") ? facts[String(name.dropFirst())] : nil
  }

  private enum Piece {
    case text(Substring)
    case name(String)
  }

  private static func pieces(of template: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = template[...]
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      pieces.append(.text(rest[..<open.lowerBound]))
      pieces.append(.name(String(rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace })))
      rest = rest[close.upperBound...]
    }
    return pieces + [.text(rest)]
  }
}
