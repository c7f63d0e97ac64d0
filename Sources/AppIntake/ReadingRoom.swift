import Dispatch
import Glibc
import Scheduling
import Synchronization
import Telemetry

/// The connections whose first line was heard. They are read together, some times a second: if each were read when something comes, each line
/// would wake a core. Between two readings the thread that reads them waits by itself: no other has to wake for it.
final class ReadingRoom: Sendable {
  private static let bytesAtOnce = 8192
  /// Between two looks, at the least, whether one of them has ended, if there is no room for another.
  private static let lookInterval = Duration.milliseconds(10)

  private struct State {
    var readers: [ProbeReader] = []
    /// Whether a thread reads them.
    var areRead = false
    var readAt: Duration?
    var polled: [pollfd] = []
    var buffer = [UInt8](repeating: 0, count: ReadingRoom.bytesAtOnce)
  }

  private let plan: SeatingPlan
  private let listener: any AppListener
  private let time: any TimeSource
  private let pace: Duration
  private let state = Mutex(State())
  private let isClosed = DispatchSemaphore(value: 0)

  /// - Parameter pace: the time between two readings.
  init(_ plan: SeatingPlan, for listener: any AppListener, time: any TimeSource, pace: Duration) {
    self.plan = plan
    self.listener = listener
    self.time = time
    self.pace = pace
  }

  /// Reads what a connection has said so far; it is read with all others from now on, if there is room for it.
  ///
  /// - Returns: whether it is the first, so that `readOn` is to be called.
  func enter(_ connection: ProbeConnection) -> Bool {
    let now = time.uptime
    return state.withLock { state in
      switch seat(connection.peer, at: now, &state) {
      case .refused(let reason): listener.refused(reason)
      case .seat(let seat):
        var reader = ProbeReader(connection, seat, for: listener, at: now)
        if goesOn(&reader, &state.buffer, isEnding: true) { state.readers.append(reader) }
      }
      guard !state.areRead, !state.readers.isEmpty else { return false }
      state.areRead = true
      return true
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

  /// Reads all connections again and again until none is left. Blocks for as long.
  func readOn() {
    while readAll() { _ = isClosed.wait(timeout: .now() + .nanoseconds(Int(pace / .nanoseconds(1)))) }
  }

  /// Reads all connections once. Returns whether there are any left.
  private func readAll() -> Bool {
    state.withLock { state in
      readAll(&state, at: time.uptime)
      state.areRead = !state.readers.isEmpty
      return state.areRead
    }
  }

  private func readAll(_ state: inout State, at now: Duration) {
    state.readAt = now
    poll(&state)
    for index in state.readers.indices.reversed() {
      let events = Int32(state.polled[index].revents)
      if events == 0, state.readers[index].waits { continue }
      if !goesOn(&state.readers[index], &state.buffer, isEnding: events & ~POLLIN != 0) { state.readers.remove(at: index) }
    }
  }

  /// Asks the kernel which connections there is something to be read of: of most there is nothing.
  private func poll(_ state: inout State) {
    state.polled.removeAll(keepingCapacity: true)
    for reader in state.readers {
      state.polled.append(pollfd(fd: reader.connection.descriptor, events: Int16(POLLIN), revents: 0))
    }
    guard Glibc.poll(&state.polled, nfds_t(state.polled.count), 0) < 0 else { return }
    // It does not say: each is tried.
    for index in state.polled.indices { state.polled[index].revents = .max }
  }

  /// Ends all connections.
  func close() {
    state.withLock { state in
      for reader in state.readers { reader.end(.ended) }
      state.readers = []
    }
    isClosed.signal()
  }

  /// - Parameter isEnding: whether it may have ended.
  private func goesOn(_ reader: inout ProbeReader, _ buffer: inout [UInt8], isEnding: Bool) -> Bool {
    guard let ending = reader.read(&buffer, at: time.uptime, isEnding: isEnding) else { return true }
    reader.end(ending)
    if case .refused(let error) = ending { refuse(reader.connection.peer, error) }
    return false
  }

  private func refuse(_ peer: AppPeer, _ error: TelemetryError) {
    plan.holdOff(peer, at: time.uptime)
    if case .unknownVersion = error { listener.refused(.version) } else { listener.refused(.nonsense) }
  }
}
