import Rendering
import Samples

/// An SVG document, piece by piece: https://www.w3.org/TR/SVG2/. Lengths in pixels. All text is the program's own, or a number.
struct SVGDrawing {
  let width: Double
  let height: Double
  private var pieces: [String] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  mutating func rect(x: Double, y: Double, width: Double, height: Double, _ attributes: String) {
    pieces.append(#"<rect x="\#(n(x))" y="\#(n(y))" width="\#(n(max(0, width)))" height="\#(n(height))" \#(attributes)/>"#)
  }

  mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, _ attributes: String) {
    pieces.append(#"<line x1="\#(n(x1))" y1="\#(n(y1))" x2="\#(n(x2))" y2="\#(n(y2))" \#(attributes)/>"#)
  }

  mutating func polyline(_ points: [(x: Double, y: Double)], _ attributes: String) {
    let list = points.map { "\(n($0.x)),\(n($0.y))" }.joined(separator: " ")
    pieces.append(#"<polyline points="\#(list)" fill="none" \#(attributes)/>"#)
  }

  mutating func text(_ text: String, x: Double, y: Double, _ attributes: String = "") {
    let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    pieces.append(#"<text x="\#(n(x))" y="\#(n(y))" \#(attributes)>\#(escaped)</text>"#)
  }

  private func n(_ value: Double) -> String { Digits.text((value * 100).rounded() / 100) }

  /// The document, ending with a line feed. On white, in dark letters: it is meant for documents.
  func document(title: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(n(width))" height="\(n(height))" viewBox="0 0 \(n(width)) \(n(height))" \
    font-family="system-ui, sans-serif" font-size="13" fill="#1b1f24" role="img" aria-label="\(title)">
    <title>\(title)</title>
    <rect width="100%" height="100%" fill="#ffffff"/>
    \(pieces.joined(separator: "\n"))
    </svg>

    """
  }

  /// Of a strategy's bars and curves; told apart in black and white as well by their order and name.
  static func colour(_ strategy: Strategy) -> String {
    switch strategy {
    case .sync: "#8a6d3b"
    case .threads: "#7b4fb0"
    case .async: "#1f6feb"
    case .hybrid: "#1a7f37"
    }
  }
}
