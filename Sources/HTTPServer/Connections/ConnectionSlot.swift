import NIOCore
import Synchronization

/// The place that an open connection has among those that the server allows. Any thread may look at it.
final class ConnectionSlot: Sendable {
  private static let busy: UInt64 = 0
  private static let evicted = UInt64.max

  let channel: any Channel
  /// Since when it is idle, in nanoseconds of the event loops' clock, or one of the two values above.
  private let state: Atomic<UInt64>

  init(channel: any Channel, now: NIODeadline) {
    self.channel = channel
    state = Atomic(now.uptimeNanoseconds)
  }

  /// `nil` where it is busy.
  var idleSince: UInt64? {
    let value = state.load(ordering: .acquiring)
    return value == Self.busy || value == Self.evicted ? nil : value
  }

  /// - Returns: `false` where it was evicted at that moment.
  func becomeBusy() -> Bool {
    state.exchange(Self.busy, ordering: .acquiringAndReleasing) != Self.evicted
  }

  func becomeIdle(since instant: NIODeadline) {
    state.store(instant.uptimeNanoseconds, ordering: .releasing)
  }

  /// - Returns: `false` where it became busy since it was looked at.
  func evict(idleSince: UInt64) -> Bool {
    state.compareExchange(expected: idleSince, desired: Self.evicted, ordering: .acquiringAndReleasing).exchanged
  }
}
