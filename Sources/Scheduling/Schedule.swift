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

  private struct Entry {
    let period: Duration
    /// When its first slot is due.
    let begin: Duration
    /// Of its later slots in the period.
    let offset: Duration
    /// How late a later slot may start.
    let stagger: Duration
    var nextNumber = 0

    func due(_ number: Int) -> Duration { number == 0 ? begin : begin + period * number + offset }
    func end(_ number: Int) -> Duration { due(number) + (number == 0 ? period : stagger) }
  }

  private var entries: [Entry] = []

  /// - Parameter periods: of the entries, each the time between two of its slots, above zero.
  package init(periods: [Duration]) {
    apply(periods.map { ($0, nil) }, at: .zero)
  }

  /// Takes other entries: each with its period and, where it was there before, its index then. Those have their slots as before where the
  /// period is the same; all others begin anew.
  package mutating func apply(_ new: [(period: Duration, before: Int?)], at now: Duration) {
    let before = entries
    entries = new.enumerated().map { index, entry in
      precondition(entry.period > .zero, "an entry needs a period")
      if let known = entry.before.map({ before[$0] }), known.period == entry.period { return known }
      let stagger = entry.period / new.count
      return Entry(period: entry.period, begin: now, offset: stagger * index, stagger: stagger)
    }
  }

  /// Decides, while nothing runs, what to start. A slot that it names is taken: it is not named again.
  ///
  /// Without entries there is nothing to do for an hour.
  package mutating func next(at now: Duration) -> Decision {
    var missed: [Slot] = []
    var candidate: Slot?
    var wakeUp: Duration?
    for index in entries.indices {
      while now >= entries[index].end(entries[index].nextNumber) {
        missed.append(slot(index))
        entries[index].nextNumber += 1
      }
      let slot = slot(index)
      if slot.due > now {
        wakeUp = min(wakeUp ?? slot.due, slot.due)
      } else if candidate.map({ slot.due < $0.due }) ?? true {
        candidate = slot
      }
    }
    if let candidate { entries[candidate.entry].nextNumber += 1 }
    let idle = entries.isEmpty ? now + .seconds(3600) : now
    return Decision(missed: missed.sorted { $0.due < $1.due }, run: candidate, wakeUp: wakeUp ?? idle)
  }

  private func slot(_ index: Int) -> Slot {
    let entry = entries[index]
    return Slot(entry: index, number: entry.nextNumber, due: entry.due(entry.nextNumber))
  }
}
