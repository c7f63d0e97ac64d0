import Alerting

/// The outcome of one try with each message of a batch.
struct NotifierRound {
  /// In the order of the batch's messages.
  private(set) var unsent: [NotifiedAlert] = []
  /// Something is to be tried again.
  private(set) var hasFailed = false
  /// How long the receiver asks to be left alone.
  private(set) var asked: Duration?

  /// Tries to send each message of a batch once. One that fails does not keep others from being tried, unless the receiver asks to be left
  /// alone.
  ///
  /// - Parameter isOver: asked before each message; if so, the rest stays unsent.
  static func send(
    _ batch: [NotifiedAlert], by notifier: any Notifier, _ report: @Sendable (NotifierEvent) -> Void, until isOver: () -> Bool
  ) async -> NotifierRound {
    var round = NotifierRound()
    for message in notifier.messages(of: batch) {
      guard round.asked == nil, !isOver() else {
        round.unsent += message
        continue
      }
      switch await notifier.send(message) {
      case .delivered: report(.delivered(message))
      case .refused(let reason): report(.failed(message.count, reason: reason))
      case .retry(let after, let reason):
        report(.failed(message.count, reason: reason))
        round.unsent += message
        round.hasFailed = true
        round.asked = after
      }
    }
    return round
  }
}
