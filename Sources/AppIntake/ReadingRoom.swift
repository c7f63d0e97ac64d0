import Scheduling
import Synchronization
import Telemetry

/// The connections whose first line was heard. They are read together, some times a second: if each were read when something comes, each line
/// would wake a core.
final class ReadingRoom: Sendable {
  private static let bytesAtOnce = 8192
  /// Between two looks, at the least, whether one of them has ended, if there is no room for another.
  private static let lookInterval = Duration.milliseconds(10)

  private struct State {
    var readers: [ProbeReader] = []
    var readAt: Duration?
    var buffer = [UInt8](repeating: 0, count: ReadingRoom.bytesAtOnce)
  }

  private let plan: SeatingPlan
  private let listener: any AppListener
  private let time: any TimeSource
  private let state = Mutex(State())

  init(_ plan: SeatingPlan, for listener: any AppListener, time: any TimeSource) {
    self.plan = plan
    self.listener = listener
    self.time = time
  }

  /// Reads what a connection has said so far; it is read with all others from now on, if there is room for it.
  func enter(_ connection: ProbeConnection) {
    let now = time.uptime
    state.withLock { state in
      switch seat(connection.peer, at: now, &state) {
      case .refused(let reason): listener.refused(reason)
      case .seat(let seat):
        var reader = ProbeReader(connection, seat, for: listener, at: now)
        if goesOn(&reader, &state.buffer) { state.readers.append(reader) }
      }
    }
  }

  /// All processes may begin anew at once: those that have ended make room for those that come.
  private func seat(_ peer: AppPeer, at now: Duration, _ state: inout State) -> SeatingPlan.Answer {
    let answer = plan.seat(peer, at: now)
    guard case .refused(let reason) = answer, reason == .connections || reason == .processConnections else { return answer }
    guard state.readAt.map({ now - $0 >= ReadingRoom.lookInterval }) ?? true else { return answer }
    readAll(&state, at: now)
    return plan.seat(peer, at: now)
  }

  /// Reads all connections once. Returns whether there are any left.
  func readAll() -> Bool {
    state.withLock { state in
      readAll(&state, at: time.uptime)
      return !state.readers.isEmpty
    }
  }

  private func readAll(_ state: inout State, at now: Duration) {
    state.readAt = now
    for index in state.readers.indices.reversed() where !goesOn(&state.readers[index], &state.buffer) {
      state.readers.remove(at: index)
    }
  }

  /// Ends all connections.
  func close() {
    state.withLock { state in
      for reader in state.readers { reader.end(.ended) }
      state.readers = []
    }
  }

  private func goesOn(_ reader: inout ProbeReader, _ buffer: inout [UInt8]) -> Bool {
    guard let ending = reader.read(&buffer, at: time.uptime) else { return true }
    reader.end(ending)
    if case .refused(let error) = ending { refuse(reader.connection.peer, error) }
    return false
  }

  private func refuse(_ peer: AppPeer, _ error: TelemetryError) {
    plan.holdOff(peer, at: time.uptime)
    if case .unknownVersion = error { listener.refused(.version) } else { listener.refused(.nonsense) }
  }
}
