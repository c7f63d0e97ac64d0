import Alerting

/// One try with each message of a batch. One that fails does not keep others from being tried, unless the receiver asks to be left alone.
struct NotifierRound {
  /// In the order of the batch's messages.
  private(set) var unsent: [NotifiedAlert] = []
  /// Something is to be tried again.
  private(set) var hasFailed = false
  /// How long the receiver asks to be left alone.
  private(set) var asked: Duration?

  /// - Parameter isOver: asked before each message.
  init(
    _ batch: [NotifiedAlert], _ notifier: any Notifier, _ report: @Sendable (NotifierEvent) -> Void, until isOver: () -> Bool
  ) async {
    for message in notifier.messages(of: batch) {
      guard asked == nil, !isOver() else {
        unsent += message
        continue
      }
      switch await notifier.send(message) {
      case .delivered: report(.delivered(message))
      case .refused(let reason): report(.failed(message.count, reason: reason))
      case .retry(let after, let reason):
        report(.failed(message.count, reason: reason))
        unsent += message
        hasFailed = true
        asked = after
      }
    }
  }
}
