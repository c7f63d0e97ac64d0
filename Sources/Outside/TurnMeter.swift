/// Turns of a loop by the instants at which its thread enters epoll and comes out of it. A value without I/O.
///
/// A turn goes from when it comes out to when it enters again. Of one whose begin was not seen, nothing is known.
package struct TurnMeter: Sendable {
  /// What a thread passes.
  package enum Point: Hashable, Sendable {
    case enters, leaves
  }

  /// One turn.
  package struct Turn: Hashable, Sendable {
    package let startedNs: Int64
    package let endedNs: Int64

    package init(startedNs: Int64, endedNs: Int64) {
      self.startedNs = startedNs
      self.endedNs = endedNs
    }

    package var nanoseconds: Int64 { endedNs - startedNs }
  }

  private enum Phase {
    case unknown
    case idle(since: Int64)
    case busy(since: Int64)
  }

  private var phase = Phase.unknown
  private var idle: Int64 = 0
  private var busy: Int64 = 0
  private var longest: Int64 = 0
  /// Turns that were seen whole.
  package private(set) var turns = 0

  /// Nothing was seen.
  package init() {}

  /// Whether it has been seen in epoll.
  package var hasBegun: Bool { turns > 0 || idle > 0 || openSince != nil }

  /// Since when it has not come back; `nil` if it waits, or it is not known.
  package var openSince: Int64? { if case .busy(let since) = phase { since } else { nil } }

  /// Takes an instant, ascending. Returns the turn that has ended.
  package mutating func passes(_ point: Point, at now: Int64) -> Turn? {
    defer { phase = point == .enters ? .idle(since: now) : .busy(since: now) }
    switch (phase, point) {
    case (.busy(let since), .enters) where now > since:
      turns += 1
      busy += now - since
      longest = max(longest, now - since)
      return Turn(startedNs: since, endedNs: now)
    case (.idle(let since), .leaves): idle += max(0, now - since)
    // Out of epoll twice, or into it: what was between was not seen.
    default: break
    }
    return nil
  }

  /// Some were not seen: where it is now is not known.
  ///
  /// - Parameter known: until then it did what it was seen to do.
  package mutating func loses(knownUntil known: Int64) {
    let seconds = seconds(until: known)
    (idle, busy) = (seconds.runningNs - seconds.busyNs, seconds.busyNs)
    phase = .unknown
  }

  /// For how long it is known what it did, and for how long of that it did something.
  package func seconds(until now: Int64) -> (runningNs: Int64, busyNs: Int64) {
    switch phase {
    case .unknown: (idle + busy, busy)
    case .idle(let since): (idle + busy + max(0, now - since), busy)
    case .busy(let since): (idle + busy + max(0, now - since), busy + max(0, now - since))
    }
  }

  /// Takes out how long the longest turn was since that was done last.
  package mutating func takeLongest() -> Int64 {
    defer { longest = 0 }
    return longest
  }
}
