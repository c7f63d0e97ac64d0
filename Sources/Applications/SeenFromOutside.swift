/// How a process was watched in which there is no probe.
package struct SeenFromOutside: Sendable {
  package let pid: Int
  /// Whether the process ended by itself; else it goes on.
  package let hasEnded: Bool
  /// What could be seen of it, and what could not, a sentence each.
  package let seen: [String]
  package let unseen: [String]
  /// Whether stalls could be seen.
  package let seesStalls: Bool
  /// Whether an event loop was seen in it.
  package let hasLoop: Bool
  /// Of its main thread: how often it gave its core up by itself, and how often that was taken away; `nil`: not known.
  package let switchesPerSecond: (voluntary: Double, involuntary: Double)?

  package init(
    pid: Int, hasEnded: Bool, seen: [String], unseen: [String], seesStalls: Bool, hasLoop: Bool,
    switchesPerSecond: (voluntary: Double, involuntary: Double)?
  ) {
    self.pid = pid
    self.hasEnded = hasEnded
    self.seen = seen
    self.unseen = unseen
    self.seesStalls = seesStalls
    self.hasLoop = hasLoop
    self.switchesPerSecond = switchesPerSecond
  }
}
