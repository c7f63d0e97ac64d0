/// What tests look for in a page.
enum PageText {
  /// The values of an attribute, in order, with their entities.
  static func values(of attribute: String, in html: String) -> [Substring] {
    html.matches(of: /\s([a-zA-Z][a-zA-Z0-9-]*)="([^"]*)"/).filter { $0.output.1 == attribute }.map(\.output.2)
  }

  /// Names and attribute names of all tags, without values and text.
  static func tags(_ html: String) -> [String] {
    html.replacing(/"[^"]*"/, with: "").matches(of: /<[^>]*>/).map { String($0.output) }
  }

  static func count(_ piece: String, in text: String) -> Int { text.ranges(of: piece).count }

  /// Why the tags do not close each other as in XML; `nil` where they do.
  static func mistake(in html: String) -> String? {
    let void: Set<Substring> = ["meta", "link", "br"]
    var open: [Substring] = []
    for tag in html.matches(of: /<(\/?)([a-zA-Z0-9]+)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<]*")?)*)\s*(\/?)>|<!DOCTYPE html>|</) {
      guard let name = tag.output.2 else {
        if tag.output.0 == "<!DOCTYPE html>" { continue }
        return "a < that begins no tag: \(html[tag.range.lowerBound...].prefix(60))"
      }
      if tag.output.1 == "/" {
        guard open.popLast() == name else { return "</\(name)> closes another" }
      } else if tag.output.4 != "/", !void.contains(name) {
        open.append(name)
      }
    }
    return open.isEmpty ? nil : "not closed: \(open)"
  }
}
