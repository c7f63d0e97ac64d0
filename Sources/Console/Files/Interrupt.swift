import Glibc
import Synchronization

<<<<<<< HEAD:Sources/Console/Files/Interrupt.swift
/// Ctrl-C and SIGTERM while a file is written that must not be left behind: the writer asks now and then, and ends itself.
=======
/// Ctrl-C and SIGTERM during a command that must tidy up: it asks now and then, and ends itself. A second one ends it at once.
>>>>>>> 23314bea022ba76608caefaf6b775c0c49f96edf:Sources/calcmon/Interrupt.swift
enum Interrupt {
  private static let came = Atomic(false)

  /// From here on the signals are noted, and end nothing.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in if Interrupt.came.exchange(true, ordering: .relaxed) { _exit(ExitStatus.interrupted.rawValue) } }
    }
  }

  /// - Throws: `OutputError.interrupted` if one came.
  static func check() throws(OutputError) {
    if came.load(ordering: .relaxed) { throw .interrupted }
  }
}
