import Rendering

/// A figure of the report with its name before it.
struct Figure {
  private static let room = 12

  let name: String
  let text: String

  init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }

  /// The name on the first line; all of the text below itself.
  func lines(_ width: Int?) -> [String] {
    var lines = WrappedText.lines(text, width: width, indent: String(repeating: " ", count: Self.room))
    lines[0] = name + String(lines[0].dropFirst(name.count))
    return lines
  }
}
