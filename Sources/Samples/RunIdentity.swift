/// How the items of a mix are executed. The raw value is the `strategy` label.
///
/// Each starts from an event loop, as a service does, so the loop's latency means the same for all four.
package enum Strategy: String, CaseIterable, Codable, Sendable {
  /// The whole item runs on the loop itself, one after another, and blocks it: the pitfall, and the baseline.
  case sync
  /// The whole item is handed to a bounded pool of threads and blocks one of them.
  case threads
  /// I/O is awaited and the CPU step computes on the event loop itself.
  case async
  /// I/O is awaited on the event loop; the CPU step goes to a worker process.
  case hybrid
}

/// Who executes a mix. The raw value is the `runtime` label.
package enum Runtime: String, CaseIterable, Codable, Sendable {
  /// A SwiftNIO event loop, in a child process of calcmon's own binary.
  case swift
  /// CPython's own asyncio, in a child process of the interpreter.
  case asyncio
}

/// What kind of work a mix is; it decides which targets are judged.
package enum MixKind: String, CaseIterable, Codable, Sendable {
  /// I/O steps only.
  case io
  /// Computation only, paced to a load.
  case cpu
  /// An I/O step, then a CPU step, an item.
  case mixed
  /// Items that arrive at their own times, whether the last ones are done or not.
  case realtime
  /// No items at all: the loop only ticks. The control.
  case idle
}

/// How a run ended. The raw value is the `outcome` label.
package enum RunOutcome: String, CaseIterable, Codable, Sendable {
  /// The child reported a result and ended with status 0.
  case completed
  /// The child could not do the work, or broke the line protocol.
  case failed
  /// The child was still running at its deadline and was killed.
  case timeout
  /// The child was ended by a signal that calcmon did not send.
  case crashed
  /// The agent stopped and ended the run.
  case cancelled
}

/// Mix × strategy × runtime: what the series of a run are labelled with.
package struct RunIdentity: Hashable, Comparable, Sendable {
  /// The mix's name.
  package let mix: String
  /// How its items are executed.
  package let strategy: Strategy
  /// Who executes them.
  package let runtime: Runtime

  /// Names a run.
  package init(mix: String, strategy: Strategy, runtime: Runtime) {
    self.mix = mix
    self.strategy = strategy
    self.runtime = runtime
  }

  /// The three labels, by name.
  package var labels: Labels {
    Labels([("mix", mix), ("strategy", strategy.rawValue), ("runtime", runtime.rawValue)])
  }

  /// By mix, then strategy, then runtime.
  package static func < (a: RunIdentity, b: RunIdentity) -> Bool {
    (a.mix, a.strategy.rawValue, a.runtime.rawValue) < (b.mix, b.strategy.rawValue, b.runtime.rawValue)
  }
}
