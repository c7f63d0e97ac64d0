/// A place in a file; both are counted from 1, the column in Unicode scalars.
struct Place: Hashable {
  let line: Int
  let column: Int

  func advanced(by columns: Int) -> Place { Place(line: line, column: column + columns) }
}

/// A text by lines, as YAML divides it.
struct SourceText {
  private(set) var scalars: [Unicode.Scalar]
  /// Where each line begins.
  private let starts: [Int]

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    var starts = [0]
    for (index, scalar) in scalars.enumerated() where Self.isBreak(scalar) {
      if scalar == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { continue }
      starts.append(index + 1)
    }
    self.starts = starts
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// All of it.
  var text: String { Self.text(scalars[...]) }

  /// From a place to the end of its line; empty where there is no such place.
  func line(from place: Place) -> String {
    guard let start = index(of: place) else { return "" }
    return Self.text(scalars[start...].prefix { !Self.isBreak($0) })
  }

  /// Where the scalar at a place is found; `nil` where there is none.
  func index(of place: Place) -> Int? {
    guard starts.indices.contains(place.line - 1), place.column >= 1 else { return nil }
    let index = starts[place.line - 1] + place.column - 1
    return index < scalars.count ? index : nil
  }

  /// Where the first scalar of a kind stands.
  func firstPlace(where isMeant: (Unicode.Scalar) -> Bool) -> Place? {
    guard let index = scalars.firstIndex(where: isMeant) else { return nil }
    let line = starts.lastIndex { $0 <= index } ?? 0
    return Place(line: line + 1, column: index - starts[line] + 1)
  }

  /// Puts other scalars into the places of some; none of them may be a line break.
  mutating func replace(_ replacement: (Unicode.Scalar) -> Unicode.Scalar) {
    for index in scalars.indices { scalars[index] = replacement(scalars[index]) }
  }

  /// Puts another scalar, which is no line break, into a place.
  mutating func replace(at index: Int, by scalar: Unicode.Scalar) { scalars[index] = scalar }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
