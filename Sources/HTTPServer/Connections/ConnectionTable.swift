import NIOCore
import Synchronization

/// The open connections of a server, never more than it allows.
final class ConnectionTable: Sendable {
  /// What becomes of one more connection.
  enum Admission {
    case admitted(ConnectionSlot)
    /// Every connection is in the middle of a request or an answer: this one is told so.
    case turnedAway
    /// Too many are being told so already, or the server stops.
    case refused
  }

  private struct State {
    var slots: [ObjectIdentifier: ConnectionSlot] = [:]
    var turnedAway = 0
    var isClosed = false
  }

  private let limits: ServerLimits
  private let events: @Sendable (ServerEvent) -> Void
  private let state = Mutex(State())

  init(_ limits: ServerLimits, events: @escaping @Sendable (ServerEvent) -> Void) {
    self.limits = limits
    self.events = events
  }

  /// Finds a place, if need be that of the connection that is idle longest.
  func admit(_ channel: any Channel) -> Admission {
    let (admission, evicted) = state.withLock { state -> (Admission, ConnectionSlot?) in
      guard !state.isClosed else { return (.refused, nil) }
      var evicted: ConnectionSlot?
      if state.slots.count >= limits.maxConnections {
        evicted = Self.evict(&state)
        guard evicted != nil else { return (turnAway(&state), nil) }
      }
      let slot = ConnectionSlot(channel: channel, now: .now())
      state.slots[ObjectIdentifier(slot)] = slot
      return (.admitted(slot), evicted)
    }
    evicted.map(close)
    return admission
  }

  /// Frees the descriptor of the connection that is idle longest.
  /// - Returns: `false` where none is idle.
  func evictOldest() -> Bool {
    guard let evicted = state.withLock({ Self.evict(&$0) }) else { return false }
    close(evicted)
    return true
  }

  /// The connection is closed.
  func remove(_ slot: ConnectionSlot) {
    state.withLock { _ = $0.slots.removeValue(forKey: ObjectIdentifier(slot)) }
  }

  /// A connection that was turned away is closed.
  func removeTurnedAway() { state.withLock { $0.turnedAway -= 1 } }

  /// Takes no more connections and tells those that there are.
  func close(with event: ConnectionEvent) {
    let slots = state.withLock { state in
      state.isClosed = true
      return Array(state.slots.values)
    }
    for slot in slots { slot.channel.pipeline.fireUserInboundEventTriggered(event) }
  }

  private func close(_ slot: ConnectionSlot) {
    events(.evicted)
    slot.channel.pipeline.fireUserInboundEventTriggered(ConnectionEvent.abort)
  }

  private func turnAway(_ state: inout State) -> Admission {
    guard state.turnedAway < limits.maxTurnedAway else { return .refused }
    state.turnedAway += 1
    return .turnedAway
  }

  private static func evict(_ state: inout State) -> ConnectionSlot? {
    while true {
      let idle = state.slots.values.lazy.compactMap { slot in slot.idleSince.map { (slot: slot, since: $0) } }
      guard let oldest = idle.min(by: { $0.since < $1.since }) else { return nil }
      guard oldest.slot.evict(idleSince: oldest.since) else { continue }
      state.slots[ObjectIdentifier(oldest.slot)] = nil
      return oldest.slot
    }
  }
}

/// What a connection is told.
enum ConnectionEvent: Sendable {
  /// Somebody is there who answers requests.
  case open
  /// End what is under way, and no more.
  case quiesce
  /// Close at once.
  case abort
  /// The last word was said before TLS: wait for the peer to leave.
  case linger
}
