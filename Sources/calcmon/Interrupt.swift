import Glibc
import Synchronization

/// Ctrl-C and SIGTERM during a command that must tidy up: it asks now and then, and ends itself.
enum Interrupt {
  private static let came = Atomic(false)

  /// From here on the signals are noted, and end nothing.
  static func watch() {
    for number in [SIGINT, SIGTERM] { signal(number) { _ in Interrupt.came.store(true, ordering: .relaxed) } }
  }

  /// - Throws: `ExitStatus.interrupted` where one came.
  static func check() throws {
    if came.load(ordering: .relaxed) { throw ExitStatus.interrupted }
  }
}
