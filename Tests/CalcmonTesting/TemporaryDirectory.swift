import Foundation

/// A directory of one test, removed with it.
package final class TemporaryDirectory: Sendable {
  package let path: String

  /// Makes it.
  ///
  /// - Parameter parent: the folder that it is in, with a slash at its end.
  package init(in parent: String = NSTemporaryDirectory()) throws {
    path = parent + "calcmon-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it.
  package func file(_ name: String) -> String { "\(path)/\(name)" }
}
