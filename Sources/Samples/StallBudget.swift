/// Why an event loop stood still. The raw value is the `cause` label.
package enum StallCause: String, CaseIterable, Codable, Sendable {
  /// The loop's own thread computed: the code blocked it.
  case callback
  /// Python's collector of cyclic garbage stopped all code, on the loop's own thread.
  case gc
  /// Another thread had Python's lock.
  case gil
  /// The thread was runnable and waited for a core that others had.
  case runqueue
  /// The thread was runnable and its control group had used up its CPU quota.
  case throttled
  /// The hypervisor had taken the core away.
  case steal
  /// The thread was asleep: in a system call, in a page fault, for a lock, or because it was stopped.
  case blocked
  /// What no figure of the kernel accounts for.
  case unexplained

  /// Whether the host, and not the program, kept the loop from turning.
  package var isHost: Bool {
    switch self {
    case .runqueue, .throttled, .steal: true
    case .callback, .gc, .gil, .blocked, .unexplained: false
    }
  }
}

/// Seconds by cause.
package struct StallBudget: Hashable, Sendable {
  private var seconds: [StallCause: Double]

  /// - Parameter seconds: causes that are left out have none; none is negative.
  package init(_ seconds: [StallCause: Double] = [:]) {
    self.seconds = seconds.filter { $0.value > 0 }
  }

  /// The share of one cause.
  package subscript(cause: StallCause) -> Double { seconds[cause] ?? 0 }

  /// Of all causes together.
  package var totalSeconds: Double { StallCause.allCases.reduce(0) { $0 + self[$1] } }

  /// The cause with the most seconds; of two equal ones the first in order. `nil` for an empty budget.
  package var leading: StallCause? {
    StallCause.allCases.filter { self[$0] > 0 }.max { (self[$0], -$0.order) < (self[$1], -$1.order) }
  }

  /// The causes that there are, the greatest first.
  package var ranked: [(cause: StallCause, seconds: Double)] {
    StallCause.allCases.filter { self[$0] > 0 }.map { ($0, self[$0]) }
      .sorted { ($1.seconds, $0.cause.order) < ($0.seconds, $1.cause.order) }
  }

  /// Adds another budget, cause by cause.
  package mutating func add(_ other: StallBudget) {
    seconds.merge(other.seconds, uniquingKeysWith: +)
  }
}

extension StallCause {
  fileprivate var order: Int { StallCause.allCases.firstIndex(of: self) ?? 0 }
}
