import Telemetry

/// Reads one connection, no faster than it may send.
struct ProbeReader {
  /// Lines a second of a connection, and at once.
  private static let linesPerSecond = 20.0
  private static let burst = 60.0
  /// After so long a connection that is not listened to is closed: when it comes again, there may be room.
  private static let patience = Duration.seconds(60)

  let connection: ProbeConnection
  private let listener: any AppListener
  private let leave: Duration
  private var conversation: Conversation
  private var allowance: LineAllowance
  private var isWanted = true

  init(_ connection: ProbeConnection, for listener: any AppListener, at now: Duration) {
    self.connection = connection
    self.listener = listener
    leave = now + ProbeReader.patience
    conversation = Conversation(connection.heard)
    allowance = LineAllowance(perSecond: ProbeReader.linesPerSecond, burst: ProbeReader.burst, at: now)
  }

  /// Reads what has come, as far as it may. Returns how the connection has ended; `nil`: it goes on.
  mutating func read(_ buffer: inout [UInt8], at now: Duration) -> AppEvent.Ending? {
    do throws(TelemetryError) {
      while isWanted {
        guard try hear(at: now) else { return nil }
        switch connection.read(into: &buffer) {
        case .bytes(let count): conversation.receive(buffer[..<count])
        case .nothing: return nil
        case .end: return .ended
        }
      }
      return now > leave ? .ended : skip(&buffer)
    } catch {
      return .refused(error)
    }
  }

  /// Tells of the lines that have come. Returns whether that was all of them.
  private mutating func hear(at now: Duration) throws(TelemetryError) -> Bool {
    allowance.refill(at: now)
    while isWanted, allowance.isLeft {
      guard let step = try conversation.next() else { return true }
      allowance.take()
      switch step {
      case .opened(let hello): isWanted = tell(.opened(hello, connection.peer))
      case .message(let message): isWanted = tell(.message(message))
      case .dropped: isWanted = tell(.dropped)
      }
    }
    return !isWanted
  }

  /// So that its end is seen.
  private func skip(_ buffer: inout [UInt8]) -> AppEvent.Ending? {
    if case .end = connection.read(into: &buffer) { .ended } else { nil }
  }

  /// Tells that it has ended, if it was told of at all.
  func end(_ ending: AppEvent.Ending) { if conversation.isOpen { _ = tell(.closed(ending)) } }

  private func tell(_ kind: AppEvent.Kind) -> Bool { listener.receive(AppEvent(connection: connection.number, kind: kind)) }
}
