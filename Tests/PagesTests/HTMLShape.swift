/// What of a page is markup, and whether it is well-formed.
enum HTMLShape {
  private static let void = ["br", "meta", "link", "img", "hr", "input", "!DOCTYPE"]

  /// Names and attribute names of all tags, without values and text. By scalar, as browsers read them: a `>` with a combining
  /// mark behind it still ends a tag.
  static func tags(_ html: String) -> [String] {
    var tags: [String] = []
    var tag: String.UnicodeScalarView?
    var isValue = false
    for scalar in html.unicodeScalars {
      if tag == nil {
        if scalar == "<" { tag = String.UnicodeScalarView([scalar]) }
        continue
      }
      if scalar == "\"" { isValue.toggle() }
      if !isValue || scalar == "\"" { tag?.append(scalar) }
      if scalar == ">", !isValue, let whole = tag {
        tags.append(String(whole))
        tag = nil
      }
    }
    return tags + (tag.map { [String($0)] } ?? [])
  }

  /// The first tag that closes nothing, or is never closed; `nil`: every element ends, in order.
  static func firstUnbalanced(_ html: String) -> String? {
    var open: [String] = []
    for tag in tags(html) where !tag.hasSuffix("/>") {
      let name = String(tag.dropFirst().prefix { !$0.isWhitespace && $0 != ">" })
      if void.contains(name) { continue }
      guard name.hasPrefix("/") else {
        open.append(name)
        continue
      }
      guard open.popLast() == String(name.dropFirst()) else { return tag }
    }
    return open.last
  }

  /// The values of an attribute, escaped as they are.
  static func values(of attribute: String, in html: String) -> [String] {
    html.split(separator: " \(attribute)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }

  /// What stands in `main`: the rest is the frame's.
  static func main(_ html: String) -> String {
    guard let begin = html.firstRange(of: "<main"), let end = html.firstRange(of: "</main>") else { return html }
    return String(html[begin.lowerBound..<end.upperBound]) + "\n"
  }

  /// Neither control characters nor those that turn the direction of writing.
  static func isVisible(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n"
        || ![.control, .format].contains(scalar.properties.generalCategory) && !scalar.properties.isNoncharacterCodePoint
    }
  }
}
