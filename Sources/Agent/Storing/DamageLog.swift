import Logging
import Storage
import Synchronization

/// Logs once for each column of the history that a value of it cannot be read.
final class DamageLog: Sendable {
  private struct Kind: Hashable {
    let table: String
    let column: String
  }

  private let logger: Logger
  private let known = Mutex<Set<Kind>>([])

  init(_ logger: Logger) { self.logger = logger }

  func tell(_ damage: DamagedValue) {
    let isNew = known.withLock { $0.insert(Kind(table: damage.table, column: damage.column)).inserted }
    guard isNew else { return }
    logger.error("a part of the history cannot be read, and is left out", metadata: ["error": "\(damage)"])
  }
}
