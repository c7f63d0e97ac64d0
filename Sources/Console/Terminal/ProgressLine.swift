import Glibc
import Synchronization

/// A line on a terminal that is written anew while a command is under way. Elsewhere, and on a terminal that cannot rewrite a line, there
/// is none.
package final class ProgressLine: Sendable {
  /// Whether there is one.
  package let isShown: Bool
  private let isDirty = Mutex(false)
  private static let reserve = 3

  /// - Parameter isWanted: `false`: there is none in any case.
  package init(isWanted: Bool = true) { isShown = isWanted && Terminal(STDERR_FILENO).canRewrite }

  /// Shows a text in the place of the one before. It is left out if the terminal takes nothing at the moment.
  ///
  /// - Parameter text: for a number of columns.
  package func show(_ text: (_ columns: Int) -> String) {
    guard isShown, StandardError.lines.isIdle, let columns = Terminal(STDERR_FILENO).columns else { return }
    // ECMA-48's CR and EL. With a full line some terminals begin the next one, and Ctrl-C leaves two characters behind it.
    StandardError.write("\r\(text(columns - Self.reserve))\u{1b}[K")
    isDirty.withLock { $0 = true }
  }

  /// Wipes it.
  package func clear() {
    let wasDirty = isDirty.withLock { isDirty in
      defer { isDirty = false }
      return isDirty
    }
    if wasDirty { StandardError.write("\r\u{1b}[K") }
  }
}
