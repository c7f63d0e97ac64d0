/// Fixed slots for a number of entries that share one place: at most one run at a time.
///
/// All first slots are due at once, so that there is data within seconds. After that each entry has a slot a period, and the entries
/// are staggered evenly over it. The grid is fixed: a late run does not move the slots after it. A slot may start late by one
/// stagger; later than that it is missed and counted, so that after a pause (a suspend, a SIGSTOP) there is a gap and no burst.
///
/// A value without a clock: instants are durations since the schedule's start.
package struct Schedule: Sendable {
  /// What to do now.
  package struct Decision: Equatable, Sendable {
    /// Slots that nothing can be started in any more, the oldest first.
    package let missed: [Slot]
    /// The slot to start now.
    package let run: Slot?
    /// When to ask again, where there is nothing to run.
    package let wakeUp: Duration
  }

  private let period: Duration
  private let entries: Int
  private var nextNumber: [Int]

  /// - Parameters:
  ///   - entries: how many, at least 1.
  ///   - period: time between two slots of an entry, above zero.
  package init(entries: Int, period: Duration) {
    precondition(entries > 0 && period > .zero, "a schedule needs an entry and a period")
    self.entries = entries
    self.period = period
    nextNumber = Array(repeating: 0, count: entries)
  }

  /// Time between the slots of neighbouring entries, and how late a slot may start.
  package var stagger: Duration { period / entries }

  /// Decides, while nothing runs, what to start. A slot that it names is taken: it is not named again.
  package mutating func next(at now: Duration) -> Decision {
    var missed: [Slot] = []
    var candidate: Slot?
    var wakeUp: Duration?
    for entry in 0..<entries {
      while now >= end(of: slot(entry)) {
        missed.append(slot(entry))
        nextNumber[entry] += 1
      }
      let slot = slot(entry)
      if slot.due > now {
        wakeUp = min(wakeUp ?? slot.due, slot.due)
      } else if candidate.map({ slot.due < $0.due }) ?? true {
        candidate = slot
      }
    }
    if let candidate { nextNumber[candidate.entry] += 1 }
    return Decision(missed: missed.sorted { $0.due < $1.due }, run: candidate, wakeUp: wakeUp ?? now)
  }

  private func slot(_ entry: Int) -> Slot {
    let number = nextNumber[entry]
    let due = number == 0 ? .zero : period * number + stagger * entry
    return Slot(entry: entry, number: number, due: due)
  }

  private func end(of slot: Slot) -> Duration {
    slot.number == 0 ? period : slot.due + stagger
  }
}
