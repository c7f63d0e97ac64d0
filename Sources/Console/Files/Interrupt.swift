import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while a file is written that must not be left behind: the writer asks now and then, and ends itself.
enum Interrupt {
  private static let came = Atomic(false)

  /// From here on the signals are noted, and end nothing.
  static func watch() {
    for number in [SIGINT, SIGTERM] { signal(number) { _ in Interrupt.came.store(true, ordering: .relaxed) } }
  }

  /// - Throws: `OutputError.interrupted` if one came.
  static func check() throws(OutputError) {
    if came.load(ordering: .relaxed) { throw .interrupted }
  }
}
