import NIOCore
import Scheduling
import Synchronization
import Telemetry

/// Takes those who connect, and keeps them until their first line was heard: only so many at the same time, and of one process.
final class Reception: Sendable {
  /// A connection whose first line is waited for.
  struct Caller {
    let number: Int
    let peer: AppPeer
    /// Until then.
    fileprivate let seat: Seat
  }

  /// A connection whose first line was heard. It keeps its seat until it gets another.
  struct Guest: Sendable {
    let connection: ProbeConnection
    let seat: Seat
  }

  private struct State {
    var last = 0
    var waiting: [ObjectIdentifier: any Channel] = [:]
  }

  /// What a command is told that asks; `nil`: nothing.
  let greeting: AgentGreeting?
  /// Those whose first line was heard.
  let guests: AsyncStream<Guest>
  private let guest: AsyncStream<Guest>.Continuation
  private let plan: SeatingPlan
  private let admits: @Sendable (AppPeer) -> Bool
  private let listener: any AppListener
  private let time: any TimeSource
  private let state = Mutex(State())

  init(
    _ plan: SeatingPlan, greeting: AgentGreeting?, time: any TimeSource, listener: any AppListener,
    admits: @escaping @Sendable (AppPeer) -> Bool
  ) {
    self.plan = plan
    self.greeting = greeting
    self.time = time
    self.listener = listener
    self.admits = admits
    (guests, guest) = AsyncStream.makeStream()
  }

  /// A process has connected; `nil`: it may not.
  func admit(_ peer: AppPeer, _ channel: any Channel) -> Caller? {
    let number = state.withLock { state in
      state.last += 1
      return state.last
    }
    switch admits(peer) ? plan.seat(peer, at: time.uptime) : .refused(.user) {
    case .refused(let reason):
      refused(reason)
      return nil
    case .seat(let seat):
      state.withLock { $0.waiting[ObjectIdentifier(channel)] = channel }
      return Caller(number: number, peer: peer, seat: seat)
    }
  }

  func refused(_ reason: AppRefusal) { listener.refused(reason) }

  /// The first line of a connection was heard.
  func pass(_ connection: ProbeConnection, of caller: Caller) { guest.yield(Guest(connection: connection, seat: caller.seat)) }

  /// A connection is waited for no more.
  func left(_ channel: any Channel) { state.withLock { $0.waiting[ObjectIdentifier(channel)] = nil } }

  /// Closes those that have said nothing yet.
  func close() {
    for channel in state.withLock({ Array($0.waiting.values) }) { channel.close(promise: nil) }
  }
}
