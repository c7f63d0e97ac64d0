/// The parameters of a run: what its items did, how many there were, how they arrived, and what was allowed to them. Times are seconds.
///
/// As JSON it is what the history keeps and the API shows. What does not matter to the run is left out.
package struct RunParameters: Codable, Hashable, Sendable {
  /// The first step of an item.
  package struct IOStep: Codable, Hashable, Sendable {
    /// What is waited for.
    package var kind: IOKind
    /// How long; `nil`: as long as it takes.
    package var seconds: Double?

    /// A step.
    package init(kind: IOKind, seconds: Double?) {
      self.kind = kind
      self.seconds = seconds
    }
  }

  /// The second step of an item.
  package struct CPUStep: Codable, Hashable, Sendable {
    /// What is computed.
    package var kernel: Kernel
    /// CPU time on an idle core at calibration.
    package var seconds: Double

    /// A step.
    package init(kernel: Kernel, seconds: Double) {
      self.kernel = kernel
      self.seconds = seconds
    }
  }

  /// In all.
  package var items: Int?
  /// For how long items arrive, or an idle loop ticks, if that was asked for.
  package var durationSeconds: Double?
  /// Items that arrive a second, at their own times.
  package var ratePerSecond: Double?
  /// The share of the capacity that they arrive at.
  package var load: Double?
  /// The first step; `nil`: there is none.
  package var io: IOStep?
  /// The second; `nil`: there is none.
  package var cpu: CPUStep?
  /// Items in flight at the most, of `async` and `hybrid`.
  package var concurrency: Int?
  /// Worker processes of `hybrid`.
  package var processes: Int?
  /// Threads of `threads`.
  package var threads: Int?
  /// Items that go to a worker process in one piece.
  package var chunk: Int?
  /// Items that may wait at the most.
  package var queueLimit: Int?
  /// After which an attempt is given up.
  package var timeoutSeconds: Double?
  /// Attempts in all, if there are several.
  package var attempts: Int?
  /// Before the second attempt.
  package var backoffSeconds: Double?
  /// Share of attempts that fail on purpose.
  package var fail: Double?
  /// Share of attempts that hang on purpose.
  package var hang: Double?
  /// The event loop of asyncio, if it is not the runtime's own.
  package var loop: String?

  private enum CodingKeys: String, CodingKey {
    case items
    case durationSeconds = "duration_seconds"
    case ratePerSecond = "rate_per_second"
    case load, io, cpu, concurrency, processes, threads, chunk
    case queueLimit = "queue_limit"
    case timeoutSeconds = "timeout_seconds"
    case attempts
    case backoffSeconds = "backoff_seconds"
    case fail, hang, loop
  }

  /// Nothing is known yet.
  package init() {}
}
