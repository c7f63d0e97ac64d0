package import Samples

/// What a run's child is told, as one line of JSON on its standard input: plain figures, so that a child of any runtime needs no arithmetic.
package enum RunOrder: Hashable, Sendable {
  /// Execute items and report.
  case work(Work)
  /// Tell how fast these kernels compute here, and end.
  case calibrate([Kernel])
  /// Tell what these steps take here, and end.
  case measure(Measure)

  /// The I/O step.
  package struct IO: Codable, Hashable, Sendable {
    /// What is waited for.
    package var kind: IOKind
    /// How long it should take, for `timer` and `http`.
    package var ns: Int64
    /// Of the loopback server, for `http`.
    package var port: Int
    /// The function, for `call`.
    package var call: StepCall?
    /// What is asked for, for `url`.
    package var url: String?
    /// The program and its arguments, for `command`.
    package var command: [String]?
  }

  /// The CPU step: as JSON `{"kernel", "operations"}` or `{"call"}`.
  package enum CPU: Hashable, Sendable {
    /// So many operations of one of calcmon's own computations.
    case kernel(Kernel, operations: UInt64)
    /// A function of the user's own.
    case call(StepCall)
  }

  /// Steps that are to be measured, one after another and alone.
  package struct Measure: Codable, Hashable, Sendable {
    /// The first step; `nil`: it is not asked for.
    package var io: IO?
    /// The second; `nil`: it is not asked for.
    package var cpu: CPU?
    /// Where the functions are that they call.
    package var code: UserCode?
    /// After which an attempt is given up.
    package var timeoutNs: Int64?
    /// How long each of them is measured, some more if one call takes longer.
    package var budgetNs: Int64
    /// For asyncio.
    package var loop: Mix.EventLoopKind

    package init(
      io: IO? = nil, cpu: CPU? = nil, code: UserCode? = nil, timeoutNs: Int64? = nil, budgetNs: Int64,
      loop: Mix.EventLoopKind = .asyncio
    ) {
      self.io = io
      self.cpu = cpu
      self.code = code
      self.timeoutNs = timeoutNs
      self.budgetNs = budgetNs
      self.loop = loop
    }
  }

  /// Something that is done to the loop on purpose, to see whether it is told rightly.
  package struct Injection: Codable, Hashable, Sendable {
    /// What holds the loop, or what is taken and kept.
    package enum Kind: String, CaseIterable, Codable, Sendable {
      /// The loop's thread computes until it has used `amount` nanoseconds of CPU time.
      case compute
      /// The loop's thread sleeps for `amount` nanoseconds.
      case sleep
      /// The loop's thread writes a block and syncs it to the disk, again and again, for `amount` nanoseconds.
      case fsync
      /// Python's collector looks through a heap for `amount` nanoseconds of CPU time, on the loop's thread. Of `asyncio` alone.
      case gc
      /// Another thread has Python's lock for about `amount` nanoseconds. Of `asyncio` alone.
      case gil
      /// `amount` bytes are allocated, touched, and kept until the run ends.
      case leak
    }

    /// What is done.
    package let kind: Kind
    /// When, in nanoseconds since the run's start.
    package let atNs: Int64
    /// Nanoseconds or bytes.
    package let amount: Int64

    /// A disturbance.
    package init(_ kind: Kind, atNs: Int64, amount: Int64) {
      self.kind = kind
      self.atNs = atNs
      self.amount = amount
    }
  }

  /// A run.
  package struct Work: Codable, Hashable, Sendable {
    /// How items are executed.
    package let strategy: Strategy
    /// 0: the loop only ticks, for `idleNs`.
    package var items: Int
    /// Items that are executed beforehand and left out of the figures.
    package var warmUp: Int
    /// Items in flight at the most.
    package let concurrency: Int
    /// Threads of `threads`.
    package let threads: Int
    /// Worker processes of `hybrid`.
    package let processes: Int
    /// How these come to be; `nil`: by a fork. For asyncio.
    package var workers: WorkerKind?
    /// Processes that share the arrivals, each with a loop of its own; `nil`: one. For asyncio.
    package var servers: Int?
    /// Items that go to a worker process in one piece, at the most.
    package let chunk: Int
    /// Between the intended starts of two items; 0: all arrive at once.
    package var intervalNs: Double
    /// Chooses random gaps with `intervalNs` between two items on average (Poisson); `nil`: all gaps are equal.
    package var arrivalsSeed: UInt64?
    /// Items that may wait at the most; what arrives beyond is dropped.
    package var queueLimit: Int?
    /// How long a loop without items ticks.
    package let idleNs: Int64
    /// The first step of an item.
    package var io: IO?
    /// The second.
    package let cpu: CPU?
    /// Where the functions are that steps call.
    package var code: UserCode?
    /// After which an attempt is given up.
    package let timeoutNs: Int64?
    /// Of an item, the first included.
    package let attempts: Int
    /// Before the second attempt; doubled before each further one, and shortened by up to half at random.
    package let backoffNs: Int64
    /// Share of attempts that fail on purpose.
    package var fail: Double
    /// Share of attempts that hang on purpose.
    package var hang: Double
    /// For asyncio.
    package let loop: Mix.EventLoopKind
    /// Between two ticks of the loop under test.
    package let tickNs: Int64
    /// After which an interval without a turn of the loop is a stall.
    package var stallLimitNs: Int64
    /// After which such an interval is accounted for, though it is no stall; `nil`: that is not asked.
    package var lateLimitNs: Int64?
    /// A directory for the steps that need one; empty where none does.
    package var scratch: String
    /// What is done to the loop on purpose.
    package var injections: [Injection] = []
    /// Whether what computes, workers and threads, gives way to all that is ordinary on the host; `nil`: no. The loop under test never does.
    package var givesWay: Bool?

    /// The items that are executed beforehand: all at once, and none fails on purpose.
    package var warmUpPart: Work {
      var part = self
      part.items = warmUp
      part.intervalNs = 0
      part.arrivalsSeed = nil
      part.queueLimit = nil
      part.fail = 0
      part.hang = 0
      part.injections = []
      return part
    }

    /// Nanoseconds from the run's start to the item's intended start, if items come evenly; see `ArrivalTimes`.
    package func intendedStart(ofItem item: Int) -> Int64 { Int64(Double(item) * intervalNs) }

    /// How many items have an intended start until `elapsed` nanoseconds, if they come evenly.
    package func itemsDue(at elapsed: Int64) -> Int {
      intervalNs > 0 ? min(items, Int(Double(max(0, elapsed)) / intervalNs) + 1) : items
    }
  }
}

extension RunOrder: Codable {
  private enum Key: String, CodingKey { case work, calibrate, measure }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let work = try container.decodeIfPresent(Work.self, forKey: .work) {
      self = .work(work)
    } else if let measure = try container.decodeIfPresent(Measure.self, forKey: .measure) {
      self = .measure(measure)
    } else {
      self = .calibrate(try container.decode([Kernel].self, forKey: .calibrate))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .work(let work): try container.encode(work, forKey: .work)
    case .calibrate(let kernels): try container.encode(kernels, forKey: .calibrate)
    case .measure(let measure): try container.encode(measure, forKey: .measure)
    }
  }
}

extension RunOrder.CPU: Codable {
  private enum Key: String, CodingKey { case kernel, operations, call }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let call = try container.decodeIfPresent(StepCall.self, forKey: .call) {
      self = .call(call)
    } else {
      self = .kernel(
        try container.decode(Kernel.self, forKey: .kernel), operations: try container.decode(UInt64.self, forKey: .operations))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .kernel(let kernel, let operations):
      try container.encode(kernel, forKey: .kernel)
      try container.encode(operations, forKey: .operations)
    case .call(let call): try container.encode(call, forKey: .call)
    }
  }
}
