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
    /// The function, the URL or the command, if it is of the user's own.
    package var target: String?

    /// A step.
    package init(kind: IOKind, seconds: Double?, target: String? = nil) {
      self.kind = kind
      self.seconds = seconds
      self.target = target
    }
  }

  /// The second step of an item.
  package struct CPUStep: Codable, Hashable, Sendable {
    /// What is computed, if it is one of calcmon's own computations.
    package var kernel: Kernel?
    /// The function, if it is of the user's own.
    package var call: StepCall?
    /// CPU time on an idle core at calibration; `nil`: as much as it takes.
    package var seconds: Double?
    /// The share of it in which it holds Python's lock, if that was found before the run.
    package var lockShare: Double?
    /// For which it sleeps, or waits for something, if that was found before the run.
    package var pauseSeconds: Double?

    private enum CodingKeys: String, CodingKey {
      case kernel, call, seconds
      case lockShare = "lock_share"
      case pauseSeconds = "pause_seconds"
    }

    /// A step.
    package init(kernel: Kernel? = nil, call: StepCall? = nil, seconds: Double?) {
      self.kernel = kernel
      self.call = call
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
  /// How they come to be, if that was chosen.
  package var workers: WorkerKind?
  /// Processes that share the arrivals, each with a loop of its own; `nil`: one.
  package var servers: Int?
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
  /// Where the functions are that steps call.
  package var code: UserCode?

  private enum CodingKeys: String, CodingKey {
    case items
    case durationSeconds = "duration_seconds"
    case ratePerSecond = "rate_per_second"
    case load, io, cpu, concurrency, processes, workers, servers, threads, chunk
    case queueLimit = "queue_limit"
    case timeoutSeconds = "timeout_seconds"
    case attempts
    case backoffSeconds = "backoff_seconds"
    case fail, hang, loop, code
  }

  /// Nothing is known yet.
  package init() {}
}
