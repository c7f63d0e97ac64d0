import Glibc

/// Standard error: what is said to people, and the log. Nobody ever waits for it.
package enum StandardError {
  /// How many columns a line may have; `nil` if it is no terminal.
  package static var columns: Int? { Terminal(STDERR_FILENO).columns }

  /// What the agent counts the lost lines of.
  package static let lines = LineWriter(descriptor: STDERR_FILENO)

  /// Adds a line, with its line feed.
  package static func write(_ text: String) { lines.add(text) }

  /// Waits for a second at most until all is written.
  package static func flush() { lines.flush(atMost: 1) }
}
