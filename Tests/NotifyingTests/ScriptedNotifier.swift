import Alerting
import Notifying
import Synchronization

/// Answers as it was told, in turn, and delivers after that.
final class ScriptedNotifier: Notifier {
  enum Step: Sendable {
    case answer(SendOutcome)
    /// Until the task is cancelled.
    case hang
    /// After this has been done.
    case meanwhile(@Sendable () -> Void, SendOutcome)
  }

  let name = "scripted"
  private let steps: Mutex<[Step]>
  private let log = Mutex<(sent: [[String]], isShutDown: Bool)>(([], false))
  private let splits: Bool
  private let hanging = AsyncStream.makeStream(of: Void.self)

  init(_ steps: [Step] = [], splits: Bool = false) {
    self.steps = Mutex(steps)
    self.splits = splits
  }

  /// The mixes of the alerts of each try; resolved ones with a minus.
  var sent: [[String]] { log.withLock { $0.sent } }
  var isShutDown: Bool { log.withLock { $0.isShutDown } }
  /// Returns when a try hangs.
  func untilItHangs() async { for await _ in hanging.stream { return } }

  func messages(of alerts: [NotifiedAlert]) -> [[NotifiedAlert]] { splits ? WebhookPayload.groups(alerts) : [alerts] }

  func send(_ alerts: [NotifiedAlert]) async -> SendOutcome {
    log.withLock { $0.sent.append(alerts.map { ($0.isFiring ? "" : "-") + $0.mix }) }
    switch steps.withLock({ $0.isEmpty ? .answer(.delivered) : $0.removeFirst() }) {
    case .answer(let outcome): return outcome
    case .meanwhile(let action, let outcome):
      action()
      return outcome
    case .hang:
      hanging.continuation.yield()
      for await _ in AsyncStream<Void>.makeStream().stream {}
      return .retry(after: nil, reason: "given up")
    }
  }

  func shutDown() async { log.withLock { $0.isShutDown = true } }
}

/// What a worker reported, to be awaited in order.
final class Reports: Sendable {
  private let stream = AsyncStream.makeStream(of: String.self)

  /// `delivered a,b`, `failed 2: reason`, `dropped 3`.
  @Sendable func take(_ event: NotifierEvent) {
    switch event {
    case .delivered(let alerts): stream.continuation.yield("delivered \(alerts.map(\.mix).joined(separator: ","))")
    case .failed(let count, let reason): stream.continuation.yield("failed \(count): \(reason)")
    case .dropped(let count): stream.continuation.yield("dropped \(count)")
    }
  }

  /// So many of them, as soon as they are there.
  func next(_ count: Int) async -> [String] {
    var events: [String] = []
    for await event in stream.stream.prefix(count) { events.append(event) }
    return events
  }

  /// All that are left.
  func rest() async -> [String] {
    stream.continuation.finish()
    var events: [String] = []
    for await event in stream.stream { events.append(event) }
    return events
  }
}

/// The same number for ever. A double is made of its lower 53 bits.
struct FixedGenerator: RandomNumberGenerator, Sendable {
  let bits: UInt64
  func next() -> UInt64 { bits }
  /// Half of the range.
  static let middle = FixedGenerator(bits: 1 << 52)
}
