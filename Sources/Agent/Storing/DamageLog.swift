import Logging
import Storage
import Synchronization

/// Logs each damaged value of the history once.
final class DamageLog: Sendable {
  /// So many are told apart; what is beyond them is not logged.
  private static let most = 100

  private let logger: Logger
  private let known = Mutex<Set<DamagedValue>>([])

  init(_ logger: Logger) { self.logger = logger }

  func tell(_ damage: DamagedValue) {
    let isNew = known.withLock { $0.count < DamageLog.most && $0.insert(damage).inserted }
    if isNew { logger.error("a part of the history cannot be read", metadata: ["error": "\(damage)"]) }
  }
}
