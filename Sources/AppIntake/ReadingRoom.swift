import Scheduling
import Synchronization
import Telemetry

/// The connections whose first line was heard. They are read together, some times a second: if each were read when something comes, each line
/// would wake a core.
final class ReadingRoom: Sendable {
  private static let bytesAtOnce = 8192

  private struct State {
    var readers: [ProbeReader] = []
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

  /// Reads what a connection has said so far; it is read with all others from now on.
  func enter(_ connection: ProbeConnection) {
    state.withLock { state in
      var reader = ProbeReader(connection, for: listener, at: time.uptime)
      if goesOn(&reader, &state.buffer) { state.readers.append(reader) }
    }
  }

  /// Reads all connections once. Returns whether there are any left.
  func readAll() -> Bool {
    state.withLock { state in
      for index in state.readers.indices.reversed() where !goesOn(&state.readers[index], &state.buffer) {
        state.readers.remove(at: index)
      }
      return !state.readers.isEmpty
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
    plan.book.withLock { $0.holdOff(peer, at: time.uptime) }
    if case .unknownVersion = error { listener.refused(.version) } else { listener.refused(.nonsense) }
  }
}
