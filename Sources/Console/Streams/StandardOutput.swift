import Glibc
import Synchronization

/// Standard output, where results go: unbuffered, and never lost without a word.
package enum StandardOutput {
  /// As messages call it.
  static let name = "standard output"
  private static let lines = LineWriter(descriptor: STDOUT_FILENO)
  private static let state = Mutex((hasWritten: false, isUnread: false))

  /// Whether the other end was closed, as `head` does when it has enough: that is no failure.
  static var isUnread: Bool { state.withLock(\.isUnread) }

  /// In less, no table can be read.
  private static let leastColumns = 20
  private static let leastHelpColumns = 40

  /// How many characters a line of it holds; `nil` if it is no terminal.
  package static var columns: Int? { Terminal(STDOUT_FILENO).columns.map { max(leastColumns, $0) } }

  /// Whether it is a terminal that shows colours, and nobody has said that none are wanted (https://no-color.org).
  package static var hasColours: Bool {
    let unwanted = getenv("NO_COLOR").map { String(cString: $0) }
    return (unwanted ?? "").isEmpty && Terminal(STDOUT_FILENO).canRewrite
  }

  /// How many characters a line of running text may have there, be it a terminal or not: never fewer than two columns of help need.
  package static var helpColumns: Int { max(leastHelpColumns, Terminal(STDOUT_FILENO).textColumns) }

  /// Writes all of a result. Waits as long as the other end takes nothing.
  ///
  /// - Throws: `OutputError.cannotWrite`, also if something that was announced before could not be written.
  package static func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

  static func write(_ bytes: [UInt8]) throws(OutputError) {
    // A bar is away before the result stands there.
    StandardError.flush()
    lines.flush(atMost: nil)
    let before = lines.failure
    state.withLock { $0.hasWritten = true }
    try check(DescriptorWrite.all((before.isTorn ? [UInt8(ascii: "\n")] : []) + bytes, to: STDOUT_FILENO)?.errno)
    try check(before.errno)
  }

  /// Adds a line that a long command says meanwhile: never waits, and loses it if the other end takes nothing.
  package static func announce(_ text: String) { lines.add(text) }

  /// Waits at the end for what was announced, for a second at most, and asks whether the file system has taken what it was given.
  ///
  /// - Throws: `OutputError.cannotWrite`. Some file systems say only at a close that there is no room.
  package static func finish() throws(OutputError) {
    lines.flush(atMost: 1)
    guard state.withLock(\.hasWritten) else { return }
    let copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0, close(copy) != 0, [ENOSPC, EDQUOT, EIO].contains(errno) else { return }
    try check(errno)
  }

  private static func check(_ code: Int32?) throws(OutputError) {
    guard let code else { return }
    guard code == EPIPE else { throw .cannotWrite(name, errno: code) }
    state.withLock { $0.isUnread = true }
  }
}
