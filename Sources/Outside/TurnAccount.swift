package import Telemetry

/// Accounts for a turn by looks at its thread around it. A value without I/O.
///
/// Looks come at intervals, so that of the first and the last of them only a part lies in the turn: of that, no more than fits in.
package struct TurnAccount: Sendable {
  /// The last look before the turn, the first in it and the newest.
  private var before: ThreadLook?
  private var first: ThreadLook?
  private var last: ThreadLook?
  private var looks = AppMessage.Stall.Looks()
  private var channels: [String: Int] = [:]

  /// - Parameter before: the last look before the turn; `nil`: there was none.
  package init(before: ThreadLook? = nil) { self.before = before }

  /// Takes a look.
  ///
  /// - Parameters:
  ///   - isInTurn: whether the turn goes on.
  ///   - channel: in which function of the kernel it sleeps; asked only if it does.
  package mutating func look(_ look: ThreadLook, isInTurn: Bool, channel: @autoclosure () -> String?) {
    guard isInTurn else {
      self = TurnAccount(before: look)
      return
    }
    first = first ?? look
    last = look
    looks.count += 1
    looks.first = looks.first ?? look.at
    guard look.isAsleepElsewhere else { return }
    looks.asleep += 1
    if look.isInFutex { looks.inFutex += 1 }
    if let channel = channel() { channels[channel, default: 0] += 1 }
  }

  /// The turn has ended, as a probe would tell it.
  ///
  /// - Parameters:
  ///   - after: the first look after it.
  ///   - knowsTimeslices: whether many sleeps may mean the lock of an interpreter.
  package func stall(
    _ turn: TurnMeter.Turn, of loop: Int, after: ThreadLook, knowsTimeslices: Bool
  ) -> AppMessage.Stall {
    let (ran, waited) = (inside(turn, after, \.ranNs), inside(turn, after, \.waitedNs))
    let onCpu = min(max(0, ran ?? 0), turn.nanoseconds)
    var looks = looks
    looks.waitChannel = channels.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return AppMessage.Stall(
      loop: loop, startedNs: turn.startedNs, endedNs: turn.endedNs,
      ran: (
        onCpu, ran == nil ? nil : waited.map { min(max(0, $0), turn.nanoseconds - onCpu) },
        knowsTimeslices ? timeslices : nil
      ),
      looks: looks)
  }

  private var timeslices: Int64? {
    guard let first = first?.counts, let last = last?.counts else { return nil }
    return max(0, last.timeslices - first.timeslices)
  }

  /// What a count came to in the turn; `nil` if it is not known.
  private func inside(
    _ turn: TurnMeter.Turn, _ after: ThreadLook, _ count: KeyPath<ThreadLook.Counts, Int64>
  ) -> Int64? {
    guard let end = after.counts else { return nil }
    guard let first, let last, let start = first.counts, let newest = last.counts else {
      return before?.counts.map { min(end[keyPath: count] - $0[keyPath: count], turn.nanoseconds) }
    }
    let begun = before?.counts.map { min(start[keyPath: count] - $0[keyPath: count], max(0, first.at - turn.startedNs)) } ?? 0
    let ended = min(end[keyPath: count] - newest[keyPath: count], max(0, turn.endedNs - last.at))
    return begun + newest[keyPath: count] - start[keyPath: count] + ended
  }
}
