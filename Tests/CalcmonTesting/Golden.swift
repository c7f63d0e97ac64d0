import Foundation
package import Testing

/// Text that is compared, whole, with a file in the repository.
package enum Golden {
  /// Compares; says the first line that differs. With `CALCMON_RECORD=1` the file is written anew, and the test fails all the same:
  /// nobody goes green by recording.
  package static func expect(
    _ text: String, matches path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    if ProcessInfo.processInfo.environment["CALCMON_RECORD"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record(
        "\(path) was recorded; read its change, then run the tests without CALCMON_RECORD", sourceLocation: sourceLocation)
      return
    }
    let golden = try String(contentsOfFile: path, encoding: .utf8)
    guard text != golden else { return }
    let pairs = zip(lines(golden), lines(text))
    let number = pairs.enumerated().first { $1.0 != $1.1 }?.offset ?? min(lines(golden).count, lines(text).count)
    let expected = lines(golden).dropFirst(number).first ?? "(end)"
    let found = lines(text).dropFirst(number).first ?? "(end)"
    Issue.record("\(path), line \(number + 1):\n  expected: \(expected)\n  found:    \(found)", sourceLocation: sourceLocation)
  }

  private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}

/// Files of the repository, found from where this file is.
package enum Repository {
  /// The root, without a trailing slash.
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The directory of fixture trees of `/proc`.
  package static let procFixtures = "\(root)/Tests/Fixtures/proc"
}
