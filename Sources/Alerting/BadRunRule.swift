/// How many of the newest runs must be bad before a breach becomes an alert: `2 of 3`. One bad run of some seconds is worth nobody's night.
package struct BadRunRule: Hashable, Sendable {
  /// So many, at least …
  package let needed: Int
  /// … of so many.
  package let among: Int

  /// Runs that may be looked at.
  package static let most = 100
  /// Two of the last three.
  package static let standard = BadRunRule(needed: 2, among: 3)
  /// The newest run decides.
  package static let newest = BadRunRule(needed: 1, among: 1)

  private init(needed: Int, among: Int) {
    self.needed = needed
    self.among = among
  }

  /// Reads `2 of 3`.
  package init(parsing text: String) throws(BadRunProblem) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count == 3, words[1] == "of", let needed = Self.count(words[0]), let among = Self.count(words[2]) else {
      throw .form
    }
    guard among <= Self.most else { throw .tooMany }
    guard (1...max(1, among)).contains(needed), among > 0 else { throw .impossible }
    self.init(needed: needed, among: among)
  }

  private static func count(_ text: Substring) -> Int? {
    text.utf8.count <= 9 && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }

  /// As it is read: `2 of 3`.
  package var text: String { "\(needed) of \(among)" }
}

/// Why a text is no `BadRunRule`.
package enum BadRunProblem: Error, CustomStringConvertible {
  /// It has another form.
  case form
  /// It asks for more than `BadRunRule.most` runs.
  case tooMany
  /// It asks for no run, or for more than it looks at.
  case impossible

  package var description: String {
    switch self {
    case .form: "must say how many bad runs of how many it takes, such as 2 of 3"
    case .tooMany: "must look at \(BadRunRule.most) runs at the most, such as 2 of 3"
    case .impossible: "must ask for at least one run, and for no more than it looks at, such as 2 of 3"
    }
  }
}
