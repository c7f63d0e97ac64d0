/// The intended start of a scheduled run.
package struct Slot: Hashable, Sendable {
  /// Index of the entry in the schedule.
  package let entry: Int
  /// 0, 1, 2, … for the entry.
  package let number: Int
  /// When the run should start, since the schedule's start.
  package let due: Duration

  /// Names a slot.
  package init(entry: Int, number: Int, due: Duration) {
    self.entry = entry
    self.number = number
    self.due = due
  }
}
