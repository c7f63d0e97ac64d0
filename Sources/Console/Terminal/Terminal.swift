import Glibc

/// What a descriptor is a terminal of, if it is one.
package struct Terminal {
  private static let mostColumns = 10_000
  private static let standardColumns = 80

  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// How many characters a line holds at the moment; `nil` if it is no terminal.
  var columns: Int? { isatty(descriptor) == 1 ? textColumns : nil }

  /// The same, and for what is no terminal as much as the variable says, or as usual.
  var textColumns: Int {
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
    return Self.columns(reported: isKnown ? Int(size.ws_col) : 0, variable: getenv("COLUMNS").map { String(cString: $0) })
  }

  /// Whether it can go back in a line and wipe it.
  var canRewrite: Bool { isatty(descriptor) == 1 && Self.canRewrite(getenv("TERM").map { String(cString: $0) }) }

  /// - Parameters:
  ///   - reported: by the kernel; 0 if it does not know.
  ///   - variable: the text of `COLUMNS`.
  package static func columns(reported: Int, variable: String?) -> Int {
    let given = variable.flatMap(Int.init).flatMap { (1...mostColumns).contains($0) ? $0 : nil }
    return reported > 0 ? reported : given ?? standardColumns
  }

  /// - Parameter type: the text of `TERM`.
  package static func canRewrite(_ type: String?) -> Bool { ![nil, "", "dumb", "unknown"].contains(type) }
}
