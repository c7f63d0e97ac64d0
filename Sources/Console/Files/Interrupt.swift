import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while a file is written that must not be left behind: the writer asks now and then, and ends itself. A second one ends it
/// at once.
enum Interrupt {
  /// The exit status of a command that was interrupted.
  private static let status: Int32 = 130
  private static let came = Atomic(false)

  /// From here on the signals are noted, and end nothing.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in if Interrupt.came.exchange(true, ordering: .relaxed) { _exit(Interrupt.status) } }
    }
  }

  /// - Throws: `OutputError.interrupted` if one came.
  static func check() throws(OutputError) {
    if came.load(ordering: .relaxed) { throw .interrupted }
  }
}
