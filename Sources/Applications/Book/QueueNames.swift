import Telemetry

/// The names that the queues of one application have as labels. There are only so many: what comes beyond shares one name, so that an application
/// that makes up names makes no series without end. A value without a clock.
struct QueueNames {
  static let most = 32
  /// What all others are called together.
  static let others = "other"
  /// A name that was not told for so long makes room for another.
  private static let kept = Duration.seconds(300)

  private var seenAt: [String: Duration] = [:]

  /// The label of a queue.
  mutating func label(of queue: String, at now: Duration) -> String {
    let name = AppName.clean(queue) ?? QueueNames.others
    if seenAt[name] == nil, seenAt.count >= QueueNames.most {
      seenAt = seenAt.filter { now - $0.value < QueueNames.kept }
      if seenAt.count >= QueueNames.most { return QueueNames.others }
    }
    seenAt[name] = now
    return name
  }
}
