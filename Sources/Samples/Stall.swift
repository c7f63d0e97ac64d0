/// An interval in which an event loop did not turn for longer than the limit, with its causes and what was seen meanwhile.
package struct Stall: Hashable, Sendable {
  /// When it began, by CLOCK_MONOTONIC in nanoseconds: the begin of what held the loop, or, where the loop was asleep, the instant at
  /// which it should have woken up.
  package let startedNanoseconds: Int64
  /// When the loop turned again.
  package let endedNanoseconds: Int64
  /// Sums to its length.
  package let budget: StallBudget
  /// When a watcher beside the loop noticed it; `nil` where it got no chance to look before the loop turned again.
  package let noticedNanoseconds: Int64?
  /// The kernel function that the thread slept in, where it did and the kernel told.
  package let waitChannel: String?
  /// What held the loop, the innermost frame first, as `file:line:function`; empty where the runtime cannot tell, or was not asked.
  package let stack: [String]
  /// Whether the process was seen stopped (SIGSTOP, a debugger) meanwhile.
  package let wasStopped: Bool
  /// How much of it an idle loop beside this one, in another process, was late as well; `nil` where there was none.
  package let controlLateSeconds: Double?

  /// Joins what is known of a stall.
  package init(
    startedNanoseconds: Int64, endedNanoseconds: Int64, budget: StallBudget, noticedNanoseconds: Int64? = nil,
    waitChannel: String? = nil, stack: [String] = [], wasStopped: Bool = false, controlLateSeconds: Double? = nil
  ) {
    self.startedNanoseconds = startedNanoseconds
    self.endedNanoseconds = endedNanoseconds
    self.budget = budget
    self.noticedNanoseconds = noticedNanoseconds
    self.waitChannel = waitChannel
    self.stack = stack
    self.wasStopped = wasStopped
    self.controlLateSeconds = controlLateSeconds
  }

  /// Its length.
  package var seconds: Double { Double(endedNanoseconds - startedNanoseconds) * 1e-9 }

  /// Whether the idle loop beside it was late for at least half of it: then whatever held this loop held others as well.
  package var controlWasLate: Bool { (controlLateSeconds ?? 0) * 2 >= seconds }

  /// Whether it is the host's and not the program's: the control was late too, or most of it went to waiting for a core.
  package var isHostCaused: Bool {
    controlWasLate || 2 * StallCause.allCases.filter(\.isHost).reduce(0) { $0 + budget[$1] } > seconds
  }
}

/// Stalls of one or more runs, added up.
package struct StallSummary: Hashable, Sendable {
  /// How many.
  package private(set) var count = 0
  /// How many of them were the host's; see `Stall.isHostCaused`.
  package private(set) var hostCaused = 0
  /// How long those were together.
  package private(set) var hostSeconds = 0.0
  /// During how many the control was late, too; see `Stall.controlWasLate`.
  package private(set) var controlLate = 0
  /// Of all of them together.
  package private(set) var budget = StallBudget()
  /// The longest.
  package private(set) var longest: Stall?

  /// No stalls.
  package init() {}

  package init(
    count: Int, hostCaused: Int, hostSeconds: Double, controlLate: Int, budget: StallBudget, longest: Stall?
  ) {
    self.count = count
    self.hostCaused = hostCaused
    self.hostSeconds = hostSeconds
    self.controlLate = controlLate
    self.budget = budget
    self.longest = longest
  }

  /// The sum of some stalls.
  package init(_ stalls: some Sequence<Stall>) {
    for stall in stalls { add(stall) }
  }

  /// Adds a stall.
  package mutating func add(_ stall: Stall) {
    count += 1
    hostCaused += stall.isHostCaused ? 1 : 0
    hostSeconds += stall.isHostCaused ? stall.seconds : 0
    controlLate += stall.controlWasLate ? 1 : 0
    budget.add(stall.budget)
    if stall.seconds > longest?.seconds ?? -1 { longest = stall }
  }

  /// Adds other stalls.
  package mutating func add(_ other: StallSummary) {
    count += other.count
    hostCaused += other.hostCaused
    hostSeconds += other.hostSeconds
    controlLate += other.controlLate
    budget.add(other.budget)
    if let stall = other.longest, stall.seconds > longest?.seconds ?? -1 { longest = stall }
  }

  /// Whether more than half of the time in which the loop stood still was the host's doing.
  package var isHostCaused: Bool { 2 * hostSeconds > budget.totalSeconds }
}
