import NIOCore
import Scheduling
import Synchronization
import Telemetry

/// Decides who may connect, and keeps those whose first line was not heard yet.
final class Reception: Sendable {
  /// A connection that was let in.
  struct Caller {
    let number: Int
    let seat: Seat
  }

  private struct State {
    var last = 0
    var waiting: [ObjectIdentifier: any Channel] = [:]
  }

  /// What a command is told that asks; `nil`: nothing.
  let greeting: AgentGreeting?
  /// Those whose first line was heard.
  let guests: AsyncStream<ProbeConnection>
  private let guest: AsyncStream<ProbeConnection>.Continuation
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
    let refusal = admits(peer) ? plan.book.withLock { $0.open(peer, at: time.uptime) } : .user
    if let refusal {
      refused(refusal)
      return nil
    }
    state.withLock { $0.waiting[ObjectIdentifier(channel)] = channel }
    return Caller(number: number, seat: Seat(peer, plan))
  }

  func refused(_ reason: AppRefusal) { listener.refused(reason) }

  /// The first line of a connection was heard.
  func pass(_ connection: ProbeConnection) { guest.yield(connection) }

  /// A connection is waited for no more.
  func left(_ channel: any Channel) { state.withLock { $0.waiting[ObjectIdentifier(channel)] = nil } }

  /// Closes those that have said nothing yet.
  func close() {
    for channel in state.withLock({ Array($0.waiting.values) }) { channel.close(promise: nil) }
  }
}
