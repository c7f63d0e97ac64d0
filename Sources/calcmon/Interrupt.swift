import Glibc
import Synchronization

/// Ctrl-C and SIGTERM during a command that must tidy up: it asks now and then, and ends itself. A second one ends it at once.
enum Interrupt {
  private static let came = Atomic(false)

  /// From here on the signals are noted, and end nothing.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in if Interrupt.came.exchange(true, ordering: .relaxed) { _exit(ExitStatus.interrupted.rawValue) } }
    }
  }

  /// - Throws: `ExitStatus.interrupted` where one came.
  static func check() throws {
    if came.load(ordering: .relaxed) { throw ExitStatus.interrupted }
  }
}
