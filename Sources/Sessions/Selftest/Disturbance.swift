package import Samples
package import Thresholds

/// What the self-test does to a run, each time on purpose. The raw value is the `injected` word of the matrix.
package enum Disturbance: String, CaseIterable, Codable, Sendable {
  /// A callback computes.
  case compute
  /// A callback sleeps.
  case sleep
  /// A callback writes and syncs a file, again and again.
  case fsync
  /// A callback has Python's collector look through a heap, again and again.
  case gc
  /// Another thread has Python's lock.
  case gil
  /// A callback computes beside processes that want every core.
  case hogs
  /// A callback computes in a control group with little CPU quota.
  case quota
  /// SIGSTOP, and SIGCONT a while later.
  case stop
  /// Memory is taken and kept.
  case leak
  /// More items arrive than the host can do.
  case overload
  /// Paced work beside processes that want every core.
  case busy
  /// Paced work in a control group with too little CPU quota.
  case limited
  /// Items wait for I/O one after another.
  case starvation
  /// Nothing.
  case none

  /// What has to be reported.
  package enum Expectation: Hashable, Sendable {
    /// A stall with this leading cause, for each injection.
    case stall(StallCause)
    /// The breach of this target, for each run.
    case breach(TargetName)
    /// No stall and no breach, for each run.
    case nothing
  }

  /// What has to be reported.
  package var expectation: Expectation {
    switch self {
    case .compute: .stall(.callback)
    case .sleep, .fsync, .stop: .stall(.blocked)
    case .gc: .stall(.gc)
    case .gil: .stall(.gil)
    case .hogs: .stall(.runqueue)
    case .quota: .stall(.throttled)
    case .leak: .breach(.memory)
    case .overload, .busy, .limited: .breach(.queueDepth)
    case .starvation: .breach(.ioWait)
    case .none: .nothing
    }
  }
}

extension Disturbance {
  /// Who has to be reported for a target that a run of this breaches, and for which targets that is asked.
  package var blame: (targets: Set<TargetName>, kind: TargetCause.Kind)? {
    switch self {
    case .compute, .sleep, .fsync, .gc, .gil: ([.eventLoopLatency], .program)
    case .hogs, .quota: ([.eventLoopLatency], .host)
    case .overload: ([.queueDepth, .cpuUtilization], .program)
    case .busy, .limited: ([.eventLoopLatency, .queueDepth, .cpuUtilization], .host)
    case .starvation: ([.ioWait], .program)
    // A stop is neither, memory is always the program's.
    case .stop, .leak, .none: nil
    }
  }
}

extension Disturbance {
  /// Whether it can be done to a run in a runtime.
  package func isPossible(in runtime: Runtime) -> Bool {
    switch self {
    case .gc, .gil: runtime == .asyncio
    default: true
    }
  }

  /// Whether it is known from when to when it held the loop. A lock is given to who asks for it first.
  var hasKnownLength: Bool { self != .gil }
}

extension Disturbance.Expectation {
  /// The word for "nothing" in the matrix.
  package static let nothingWord = "none"

  /// The `reported` word of the matrix where the report is right.
  package var word: String {
    switch self {
    case .stall(let cause): cause.rawValue
    case .breach(let target): target.rawValue
    case .nothing: Disturbance.Expectation.nothingWord
    }
  }
}
