package import Samples

/// A named workload: what an item does, how many there are and when they arrive, and how many may be under way.
///
/// A value that may hold anything; `problems(cores:)` and `problems(strategy:)` tell what cannot be run.
package struct Mix: Hashable, Sendable {
  /// How items arrive.
  package enum Arrivals: Hashable, Sendable {
    /// All at once, this many.
    case batch(items: Int)
    /// All at once, as many as the cores could do in so many seconds at best: the same length on any number of cores.
    case filling(seconds: Double)
    /// Open loop: at the rate that loads the processes to this share (0...1) of their calibrated capacity.
    case load(Double, Span)
    /// Open loop: so many a second.
    case rate(Double, Span)
    /// None: the loop only ticks, for so many seconds.
    case none(seconds: Double)
  }

  /// How long arrivals go on.
  package enum Span: Hashable, Sendable {
    case seconds(Double)
    case items(Int)
  }

  /// The first step of an item.
  package struct IOStep: Hashable, Sendable {
    /// What is waited for, and which.
    package enum Work: Hashable, Sendable {
      case timer, http, disk, sqlite
      /// A function of the user's own.
      case call(StepCall)
      /// A GET of it.
      case url(String)
      /// A child process: a program and its arguments.
      case command([String])
    }

    /// What is waited for.
    package var work: Work
    /// How long, for `timer` and `http`. The others take as long as they take: 0 until that was measured.
    package var seconds: Double

    /// An I/O step.
    package init(_ work: Work, seconds: Double = 0) {
      self.work = work
      self.seconds = seconds
    }

    /// Which kind of work.
    package var kind: IOKind { work.kind }
  }

  /// The second step of an item.
  package struct CPUStep: Hashable, Sendable {
    /// What is computed, and by whom.
    package enum Work: Hashable, Sendable {
      /// One of calcmon's own.
      case kernel(Kernel)
      /// A function of the user's own.
      case call(StepCall)
    }

    /// What is computed.
    package var work: Work
    /// CPU time on an idle core at calibration. A function takes as long as it takes: 0 until that was measured.
    package var seconds: Double
    /// The share of it in which it holds Python's lock, as it was measured; `nil`: that is not known.
    package var lockShare: Double?
    /// For which it sleeps, or waits for something, beside that, as it was measured; `nil`: that is not known.
    package var pauseSeconds: Double?
    /// What it takes to send it to a worker process, as it was measured; `nil`: that is not known.
    package var transfer: TransferCost?

    /// A CPU step of one of calcmon's own computations.
    package init(_ kernel: Kernel = .integer, seconds: Double) {
      work = .kernel(kernel)
      self.seconds = seconds
    }

    /// A CPU step that calls a function; how long it takes is not known yet.
    package init(calling call: StepCall) {
      work = .call(call)
      seconds = 0
    }

    /// The computation, if it is one of calcmon's own.
    package var kernel: Kernel? { if case .kernel(let kernel) = work { kernel } else { nil } }
    /// The function, if it is of the user's own.
    package var call: StepCall? { if case .call(let call) = work { call } else { nil } }
  }

  /// What becomes of an attempt that failed.
  package struct Retries: Hashable, Sendable {
    /// Attempts in all, the first included.
    package var attempts: Int
    /// Waited before the second attempt; doubled before each further one, and shortened by up to half at random.
    package var backoffSeconds: Double

    /// A policy.
    package init(attempts: Int, backoffSeconds: Double) {
      self.attempts = attempts
      self.backoffSeconds = backoffSeconds
    }

    /// One attempt.
    package static let none = Retries(attempts: 1, backoffSeconds: 0)
  }

  /// Which event loop an asyncio child uses.
  package enum EventLoopKind: String, CaseIterable, Codable, Sendable {
    /// The runtime's own.
    case asyncio
    /// uvloop, where it is installed.
    case uvloop
  }

  /// The `mix` label.
  package var name: String
  /// Decides which targets are judged.
  package var kind: MixKind
  /// The strategies that the agent runs it with.
  package var strategies: [Strategy]
  /// How many items there are, and when each should start.
  package var arrivals: Arrivals
  /// Chooses among random gaps between items that have a rate (Poisson); `nil`: they come evenly.
  package var arrivalsSeed: UInt64?
  /// The first step of an item.
  package var io: IOStep?
  /// The second.
  package var cpu: CPUStep?
  /// Items in flight at the most, for `async` and `hybrid`; `nil`: as many as keep the workers fed.
  package var concurrency: Int?
  /// Worker processes of `hybrid`; `nil`: one a core.
  package var processes: Int?
  /// How worker processes come to be, in the runtime `asyncio`; `nil`: by a fork.
  package var workers: WorkerKind?
  /// Processes that share the arrivals, each with a loop of its own; `nil`: one.
  package var servers: Int?
  /// Threads of `threads`.
  package var threads = 10
  /// Items that go to a worker process in one piece.
  package var chunk = 1
  /// Items that may wait at the most; what arrives beyond is dropped and counted. Open-loop arrivals only.
  package var queueLimit: Int?
  /// After which an attempt is given up.
  package var timeoutSeconds: Double?
  /// What becomes of a failed attempt.
  package var retries = Retries.none
  /// Share of attempts that fail on purpose.
  package var fail = 0.0
  /// Share of attempts that hang on purpose, until their timeout.
  package var hang = 0.0
  /// For asyncio.
  package var loop = EventLoopKind.asyncio
  /// Where the functions are that steps call, and what they get.
  package var code: UserCode?

  /// A mix with defaults for the rest.
  package init(
    name: String, kind: MixKind, strategies: [Strategy] = [.hybrid], arrivals: Arrivals, io: IOStep? = nil, cpu: CPUStep? = nil,
    concurrency: Int? = nil
  ) {
    self.name = name
    self.kind = kind
    self.strategies = strategies
    self.arrivals = arrivals
    self.io = io
    self.cpu = cpu
    self.concurrency = concurrency
  }

  /// Whether it has as many items to compute as the cores can do: on cores that others use, that is less.
  package var isSizedByCores: Bool {
    switch arrivals {
    case .load, .filling: cpu != nil
    case .batch, .rate, .none: false
    }
  }

  /// The functions that its steps call: none for the most part.
  package var calls: [StepCall] {
    var found: [StepCall] = []
    if case .call(let call) = io?.work { found.append(call) }
    if let call = cpu?.call { found.append(call) }
    return found
  }

  /// Whether how long its steps take must be measured before it can be told how many items fill a time: of those that take as long as they take.
  package var needsMeasuring: Bool {
    if cpu?.call != nil { return true }
    return switch io?.work {
    case .call, .url, .command: true
    case .timer, .http, .disk, .sqlite, nil: false
    }
  }

  /// Whether all is known that `needsMeasuring` asks for.
  package var isMeasured: Bool {
    let isIOKnown =
      switch io?.work {
      case .call, .url, .command: (io?.seconds ?? 0) > 0
      case .timer, .http, .disk, .sqlite, nil: true
      }
    return isIOKnown && (cpu?.call == nil || (cpu?.seconds ?? 0) > 0)
  }

  /// The strategies that make sense for this mix: a process pool needs something to compute, and an idle loop needs no strategy.
  package var sensibleStrategies: [Strategy] {
    switch kind {
    case .idle: [.async]
    case .io: [.sync, .threads, .async]
    case .cpu, .mixed, .realtime: cpu == nil ? [.sync, .threads, .async] : Strategy.allCases
    }
  }
}

extension Mix.IOStep.Work {
  /// Of which kind it is.
  package var kind: IOKind {
    switch self {
    case .timer: .timer
    case .http: .http
    case .disk: .disk
    case .sqlite: .sqlite
    case .call: .call
    case .url: .url
    case .command: .command
    }
  }

  /// One of calcmon's own; `nil`: it is not known which function, URL or command is meant.
  package init?(_ kind: IOKind) {
    switch kind {
    case .timer: self = .timer
    case .http: self = .http
    case .disk: self = .disk
    case .sqlite: self = .sqlite
    case .call, .url, .command: return nil
    }
  }

  /// The function, the URL or the command, if it is of the user's own.
  package var target: String? {
    switch self {
    case .timer, .http, .disk, .sqlite: nil
    case .call(let call): "\(call)"
    case .url(let url): StepURL.shown(url)
    case .command(let arguments): arguments.joined(separator: " ")
    }
  }
}
