package import Procfs

/// What was seen of a thread at one instant.
package struct ThreadLook: Hashable, Sendable {
  /// CLOCK_MONOTONIC, in nanoseconds.
  package let at: Int64
  package let call: CurrentCall
  /// What the scheduler has counted for it; `nil` if it was not read.
  package let counts: Counts?

  /// Of a thread, since its start.
  package struct Counts: Hashable, Sendable {
    package let ranNs: Int64
    package let waitedNs: Int64
    /// How often it was given a core: as long as that stays the same, it sleeps.
    package let timeslices: Int64

    package init(ranNs: Int64, waitedNs: Int64, timeslices: Int64) {
      self.ranNs = ranNs
      self.waitedNs = waitedNs
      self.timeslices = timeslices
    }
  }

  package init(at: Int64, call: CurrentCall, counts: Counts?) {
    self.at = at
    self.call = call
    self.counts = counts
  }

  /// Whether it waits for events.
  package var isInEpoll: Bool { if case .call(let number, _) = call { CallNumbers.isEpoll(number) } else { false } }

  /// Whether it sleeps in something else.
  package var isAsleepElsewhere: Bool { call != .running && !isInEpoll }

  /// Whether it waits for a lock.
  var isInFutex: Bool { if case .call(let number, _) = call { CallNumbers.isFutex(number) } else { false } }
}
