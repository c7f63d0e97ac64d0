import Logging
import Synchronization

/// Logs a trouble when it begins or its cause changes, and when it is over; not each time that it is met.
final class TroubleLog: Sendable {
  private let logger: Logger
  private let begins: Logger.Message
  private let ends: Logger.Message
  private let cause = Mutex<String?>(nil)

  init(_ logger: Logger, begins: Logger.Message, ends: Logger.Message) {
    self.logger = logger
    self.begins = begins
    self.ends = ends
  }

  /// - Parameter cause: why it was met now; `nil`: it was not.
  func tell(_ cause: String?) {
    let before = self.cause.withLock { known in
      defer { known = cause }
      return known
    }
    guard before != cause else { return }
    if let cause { logger.error(begins, metadata: ["error": "\(cause)"]) } else { logger.notice(ends) }
  }
}
