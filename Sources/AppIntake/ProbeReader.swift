import Telemetry

/// Reads one connection, no faster than it may send.
struct ProbeReader {
  /// Lines a second of a connection, and at once.
  private static let linesPerSecond = 20.0
  private static let burst = 60.0
  /// After so long a connection that is not listened to is closed: when it comes again, there may be room.
  private static let patience = Duration.seconds(60)

  let connection: ProbeConnection
  private let seat: Seat
  private let listener: any AppListener
  private let leave: Duration
  private var conversation: Conversation
  private var allowance: LineAllowance
  private var isWanted = true
  private var hasHeardAll = false

  init(_ connection: ProbeConnection, _ seat: Seat, for listener: any AppListener, at now: Duration) {
    self.connection = connection
    self.seat = seat
    self.listener = listener
    leave = now + ProbeReader.patience
    conversation = Conversation(connection.heard)
    allowance = LineAllowance(perSecond: ProbeReader.linesPerSecond, burst: ProbeReader.burst, at: now)
  }

  /// Whether there is nothing to do until something comes.
  var waits: Bool { isWanted && hasHeardAll }

  /// Reads what has come, as far as it may. Returns how the connection has ended; `nil`: it goes on.
  ///
  /// - Parameter isEnding: whether it may have ended; if it has not, less than was asked for is all that there is.
  mutating func read(_ buffer: inout [UInt8], at now: Duration, isEnding: Bool) -> AppEvent.Ending? {
    do throws(TelemetryError) {
      var isEmpty = false
      while true {
        hasHeardAll = try hear(at: now)
        guard hasHeardAll else { return nil }
        guard isWanted else { return now > leave ? .ended : skip(&buffer) }
        if isEmpty { return nil }
        switch connection.read(into: &buffer) {
        case .bytes(let count):
          conversation.receive(buffer[..<count])
          isEmpty = count < buffer.count && !isEnding
        case .nothing: return nil
        case .end: return .ended
        }
      }
    } catch {
      return .refused(error)
    }
  }

  /// Tells of the lines that have come, as many as may be. Returns whether none is left that is listened to.
  private mutating func hear(at now: Duration) throws(TelemetryError) -> Bool {
    allowance.refill(at: now)
    while isWanted, try conversation.hasLine() {
      guard allowance.isLeft, let step = try conversation.next() else { return false }
      allowance.take()
      switch step {
      case .opened(let hello): isWanted = tell(.opened(hello, connection.peer))
      case .message(let message): isWanted = tell(.message(message))
      case .dropped: isWanted = tell(.dropped)
      }
    }
    return true
  }

  /// So that its end is seen.
  private func skip(_ buffer: inout [UInt8]) -> AppEvent.Ending? {
    if case .end = connection.read(into: &buffer) { .ended } else { nil }
  }

  /// Tells that it has ended, if it was told of at all.
  func end(_ ending: AppEvent.Ending) { if conversation.isOpen { _ = tell(.closed(ending)) } }

  private func tell(_ kind: AppEvent.Kind) -> Bool { listener.receive(AppEvent(connection: connection.number, kind: kind)) }
}
