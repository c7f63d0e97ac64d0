import Samples
import Testing
import Workloads

@Suite struct MixProblemTests {
  /// What is done to a good mix, and the keys of the problems that it must give.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let keys: [String]
    let apply: @Sendable (inout Mix) -> Void

    init(_ words: String, _ keys: [String] = [], _ apply: @escaping @Sendable (inout Mix) -> Void) {
      testDescription = words
      self.keys = keys
      self.apply = apply
    }
  }

  private static let nothing: [Double] = [0, -1, .nan, .infinity, -.infinity]

  // MARK: Steps

  private static let steps: [Change] = [
    Change("as it is") { _ in },
    Change("64 bytes of name") { $0.name = String(repeating: "a", count: 64) },
    Change("no name", ["name"]) { $0.name = "" },
    Change("65 bytes of name", ["name"]) { $0.name = String(repeating: "a", count: 65) },
    Change("33 letters of 66 bytes", ["name"]) { $0.name = String(repeating: "é", count: 33) },
    Change("io with its step") { ($0.kind, $0.cpu) = (.io, nil) },
    Change("io without a step", ["io"]) { ($0.kind, $0.io, $0.cpu) = (.io, nil, nil) },
    Change("io that computes", ["cpu"]) { $0.kind = .io },
    Change("io that computes only", ["io", "cpu"]) { ($0.kind, $0.io) = (.io, nil) },
    Change("cpu with its step") { ($0.kind, $0.io) = (.cpu, nil) },
    Change("cpu without a step", ["cpu"]) { ($0.kind, $0.io, $0.cpu, $0.arrivals) = (.cpu, nil, nil, .batch(items: 1)) },
    Change("cpu that waits", ["io"]) { $0.kind = .cpu },
    Change("mixed, waiting only") { $0.cpu = nil },
    Change("mixed, computing only") { $0.io = nil },
    Change("mixed without steps", ["io, cpu"]) { ($0.io, $0.cpu) = (nil, nil) },
    Change("realtime with both") { $0.kind = .realtime },
    Change("realtime without steps", ["io, cpu"]) { ($0.kind, $0.io, $0.cpu) = (.realtime, nil, nil) },
    Change("idle") { ($0.kind, $0.io, $0.cpu, $0.arrivals) = (.idle, nil, nil, .none(seconds: 1)) },
    Change("idle with steps", ["io", "cpu"]) { ($0.kind, $0.arrivals) = (.idle, .none(seconds: 1)) },
    Change("a microsecond is the shortest time") { ($0.io, $0.cpu) = (.init(.timer, seconds: 1e-6), .init(seconds: 1e-6)) },
    Change("an hour is the longest") { ($0.io, $0.cpu) = (.init(.http, seconds: 3600), .init(seconds: 3600)) },
    Change("shorter", ["io.time", "cpu.time"]) { ($0.io, $0.cpu) = (.init(.timer, seconds: 9e-7), .init(seconds: 9e-7)) },
    Change("longer", ["io.time", "cpu.time"]) { ($0.io, $0.cpu) = (.init(.http, seconds: 3601), .init(seconds: 3601)) },
    Change("a disk has its own time") { $0.io = .init(.disk) },
    Change("a database has its own time") { $0.io = .init(.sqlite) },
    Change("a disk with a time", ["io.time"]) { $0.io = .init(.disk, seconds: 0.01) },
    Change("a database with a time", ["io.time"]) { $0.io = .init(.sqlite, seconds: .nan) },
  ]

  private static let stepTimes: [Change] = nothing.flatMap { number -> [Change] in
    [
      Change("timer \(number)", ["io.time"]) { $0.io = .init(.timer, seconds: number) },
      Change("http \(number)", ["io.time"]) { $0.io = .init(.http, seconds: number) },
      Change("cpu \(number)", ["cpu.time"]) { $0.cpu = .init(.memory, seconds: number) },
    ]
  }

  @Test(arguments: steps + stepTimes)
  func `Steps suit the kind and take a sane time`(change: Change) { expect(change) }

  // MARK: Arrivals

  private static let arrivals: [Change] = [
    Change("one item") { $0.arrivals = .batch(items: 1) },
    Change("ten million items") { $0.arrivals = .batch(items: 10_000_000) },
    Change("no items", ["items"]) { $0.arrivals = .batch(items: 0) },
    Change("-1 items", ["items"]) { $0.arrivals = .batch(items: -1) },
    Change("more items", ["items"]) { $0.arrivals = .batch(items: 10_000_001) },
    Change("none", ["items"]) { $0.arrivals = .none(seconds: 1) },
    Change("filling") { $0.arrivals = .filling(seconds: 1) },
    Change("filling for more than an hour", ["duration"]) { $0.arrivals = .filling(seconds: 3601) },
    Change("filling by a disk and a computation") { ($0.io, $0.arrivals) = (.init(.disk), .filling(seconds: 1)) },
    Change("filling by a disk alone", ["items"]) { ($0.io, $0.cpu, $0.arrivals) = (.init(.disk), nil, .filling(seconds: 1)) },
    Change("filling by a disk alone for 0 s", ["duration", "items"]) {
      ($0.io, $0.cpu, $0.arrivals) = (.init(.disk), nil, .filling(seconds: 0))
    },
    Change("load 1") { $0.arrivals = .load(1, .seconds(1)) },
    Change("load 0.001") { $0.arrivals = .load(0.001, .items(1)) },
    Change("load 1.5", ["load"]) { $0.arrivals = .load(1.5, .seconds(1)) },
    Change("load of nothing to compute", ["load"]) { ($0.cpu, $0.arrivals) = (nil, .load(0.5, .seconds(1))) },
    Change("load 1.5 of nothing to compute", ["load", "load"]) { ($0.cpu, $0.arrivals) = (nil, .load(1.5, .seconds(1))) },
    Change("load of no items", ["items"]) { $0.arrivals = .load(0.5, .items(0)) },
    Change("load 0 of no items", ["items", "load"]) { $0.arrivals = .load(0, .items(0)) },
    Change("a rate of too many items", ["items"]) { $0.arrivals = .rate(1, .items(10_000_001)) },
    Change("a million a second") { ($0.cpu, $0.arrivals) = (nil, .rate(1_000_000, .seconds(1))) },
    Change("more", ["rate"]) { ($0.cpu, $0.arrivals) = (nil, .rate(1_000_001, .seconds(1))) },
    // Two cores do 400 items of 5 ms a second.
    Change("a rate of the capacity") { $0.arrivals = .rate(400, .seconds(1)) },
    Change("a rate beyond it", ["rate"]) { $0.arrivals = .rate(401, .seconds(1)) },
    Change("beyond it, for 0 s", ["duration", "rate"]) { $0.arrivals = .rate(401, .seconds(0)) },
    Change("beyond it, with a bounded queue") { ($0.arrivals, $0.queueLimit) = (.rate(401, .seconds(1)), 10) },
    Change("beyond that of one process", ["rate"]) { ($0.arrivals, $0.processes) = (.rate(201, .seconds(1)), 1) },
    Change("three processes are no third core", ["rate"]) { ($0.arrivals, $0.processes) = (.rate(401, .seconds(1)), 3) },
    Change("waiting needs no capacity") { ($0.cpu, $0.arrivals) = (nil, .rate(100_000, .seconds(1))) },
    Change("a database and a computation beyond it", ["rate"]) { ($0.io, $0.arrivals) = (.init(.sqlite), .rate(401, .items(1))) },
  ]

  private static let arrivalNumbers: [Change] = nothing.flatMap { number -> [Change] in
    [
      Change("idle \(number) s", ["duration"]) {
        ($0.kind, $0.io, $0.cpu, $0.arrivals) = (.idle, nil, nil, .none(seconds: number))
      },
      Change("filling \(number) s", ["duration"]) { $0.arrivals = .filling(seconds: number) },
      Change("load \(number)", ["load"]) { $0.arrivals = .load(number, .seconds(1)) },
      Change("load for \(number) s", ["duration"]) { $0.arrivals = .load(0.5, .seconds(number)) },
      Change("rate \(number)", ["rate"]) { $0.arrivals = .rate(number, .seconds(1)) },
      Change("rate for \(number) s", ["duration"]) { $0.arrivals = .rate(1, .seconds(number)) },
    ]
  }

  @Test(arguments: arrivals + arrivalNumbers)
  func `Arrivals are sane and can be served`(change: Change) { expect(change) }

  // MARK: Counts

  private static let counts: [Change] =
    bounds("concurrency", 10_000) { $0.concurrency = $1 } + bounds("processes", 1024) { $0.processes = $1 }
    + bounds("threads", 1024) { $0.threads = $1 } + bounds("chunk", 10_000) { $0.chunk = $1 }
    + bounds("queue_limit", 10_000_000) { ($0.arrivals, $0.queueLimit) = (.load(0.5, .seconds(1)), $1) }
    + bounds("retries.attempts", 100) { $0.retries.attempts = $1 }

  private static func bounds(_ key: String, _ most: Int, _ set: @escaping @Sendable (inout Mix, Int) -> Void) -> [Change] {
    [1, most, .min, -1, 0, most + 1, .max].map { count in
      Change("\(key) \(count)", (1...most).contains(count) ? [] : [key]) { set(&$0, count) }
    }
  }

  @Test(arguments: counts)
  func `Counts keep their bounds`(change: Change) { expect(change) }

  private static let queues: [Change] = [
    Change("batch", ["queue_limit"]) { ($0.arrivals, $0.queueLimit) = (.batch(items: 9), 5) },
    Change("filling", ["queue_limit"]) { ($0.arrivals, $0.queueLimit) = (.filling(seconds: 1), 5) },
    Change("batch, and 0", ["queue_limit", "queue_limit"]) { ($0.arrivals, $0.queueLimit) = (.batch(items: 9), 0) },
    Change("idle", ["queue_limit"]) {
      ($0.kind, $0.io, $0.cpu, $0.arrivals, $0.queueLimit) = (.idle, nil, nil, .none(seconds: 1), 5)
    },
    Change("load") { ($0.arrivals, $0.queueLimit) = (.load(0.5, .seconds(1)), 5) },
    Change("rate") { ($0.arrivals, $0.queueLimit) = (.rate(5, .seconds(1)), 5) },
  ]

  @Test(arguments: queues)
  func `Only a queue that fills over time can be bounded`(change: Change) { expect(change) }

  // MARK: Failures

  private static let failures: [Change] = [
    Change("a timeout") { $0.timeoutSeconds = 0.1 },
    Change("a timeout of more than an hour", ["timeout"]) { $0.timeoutSeconds = 3601 },
    Change("attempts at once") { $0.retries = .init(attempts: 2, backoffSeconds: 0) },
    Change("attempts with an hour between them") { $0.retries = .init(attempts: 2, backoffSeconds: 3600) },
    Change("attempts with more", ["retries.backoff"]) { $0.retries = .init(attempts: 2, backoffSeconds: 3601) },
    Change("attempts with less than nothing", ["retries.backoff"]) { $0.retries = .init(attempts: 2, backoffSeconds: -1e-9) },
    Change("attempts with no number", ["retries.backoff"]) { $0.retries = .init(attempts: 2, backoffSeconds: .nan) },
    Change("attempts that never come", ["retries.backoff"]) { $0.retries = .init(attempts: 2, backoffSeconds: .infinity) },
    Change("all fail") { $0.fail = 1 },
    Change("all hang") { ($0.hang, $0.timeoutSeconds) = (1, 1) },
    Change("half fail, half hang") { ($0.fail, $0.hang, $0.timeoutSeconds) = (0.5, 0.5, 1) },
    Change("more than all", ["hang"]) { ($0.fail, $0.hang, $0.timeoutSeconds) = (0.5, 0.6, 1) },
    Change("hanging for ever", ["hang"]) { $0.hang = 0.1 },
    Change("more than all, for ever", ["hang", "hang"]) { ($0.fail, $0.hang) = (0.5, 0.6) },
    Change("fail 1.1", ["fail"]) { $0.fail = 1.1 },
    Change("fail -0.1", ["fail"]) { $0.fail = -0.1 },
    Change("fail nan", ["fail"]) { $0.fail = .nan },
    Change("fail infinity", ["fail"]) { $0.fail = .infinity },
    Change("hang 1.1", ["hang"]) { ($0.hang, $0.timeoutSeconds) = (1.1, 1) },
    Change("hang -0.1", ["hang"]) { $0.hang = -0.1 },
    Change("hang nan", ["hang"]) { $0.hang = .nan },
  ]

  private static let timeouts = nothing.map { number in Change("timeout \(number)", ["timeout"]) { $0.timeoutSeconds = number } }

  @Test(arguments: failures + timeouts)
  func `Failures on purpose and attempts are sane`(change: Change) { expect(change) }

  // MARK: All together

  @Test func `All problems come at once, in the order of the settings`() {
    var mix = good
    (mix.name, mix.io, mix.cpu) = ("", .init(.timer, seconds: 0), .init(seconds: -1))
    (mix.arrivals, mix.concurrency, mix.processes, mix.threads, mix.chunk) = (.batch(items: 0), 0, 0, 0, 0)
    (mix.queueLimit, mix.timeoutSeconds, mix.retries) = (0, 0, .init(attempts: 0, backoffSeconds: 0))
    (mix.fail, mix.hang) = (-1, -1)
    #expect(
      mix.problems(cores: 2).map(\.key) == [
        "name", "io.time", "cpu.time", "items", "concurrency", "processes", "threads", "chunk", "queue_limit", "queue_limit",
        "timeout", "retries.attempts", "fail", "hang",
      ])
  }

  private static let messages: [Change] = [
    Change("load", ["load: 1.5 cannot be delivered; it is a share of the calibrated capacity, above 0 and at most 1"]) {
      $0.arrivals = .load(1.5, .seconds(1))
    },
    Change("rate", ["rate: 500.0 items/s need 2.5 cores and there are 2; lower it, or bound the queue by queue_limit"]) {
      $0.arrivals = .rate(500, .seconds(1))
    },
    Change("io", ["cpu: a mix of kind io computes nothing; use kind mixed"]) { $0.kind = .io },
    Change("steps", ["io, cpu: the mix has no steps; give it one or both"]) { ($0.io, $0.cpu) = (nil, nil) },
    Change("threads", ["threads: must be between 1 and 1024"]) { $0.threads = 0 },
    Change("timeout", ["timeout: must be between 1 us and 3600 s"]) { $0.timeoutSeconds = 0 },
    Change("hang", ["hang: needs a timeout, or the run would never end"]) { $0.hang = 0.5 },
    Change("disk", ["io.time: cannot be chosen for disk, which takes as long as it takes"]) {
      $0.io = .init(.disk, seconds: 1)
    },
  ]

  @Test(arguments: messages)
  func `A problem tells what would be right`(change: Change) {
    var mix = good
    change.apply(&mix)
    #expect(mix.problems(cores: 2).map(\.description) == change.keys)
  }

  @Test(arguments: Mix.builtIn, [1, 2, 64])
  func `A mix that calcmon brings along has no problems`(mix: Mix, cores: Int) {
    #expect(mix.problems(cores: cores) == [])
    for strategy in mix.strategies { #expect(mix.problems(strategy: strategy) == []) }
  }

  @Test func `What the agent runs by itself is all but the guide's`() {
    #expect(Mix.standard.map(\.name) == ["io-bound", "cpu-bound", "mixed", "realtime", "idle"])
    #expect(Mix.builtIn.map(\.name) == Mix.standard.map(\.name) + ["guide"])
    #expect(Mix.guide.strategies == Strategy.allCases)
  }

  // MARK: Strategies

  @Test(
    arguments: [
      (.ioBound, [.sync, .threads, .async]), (.cpuBound, Strategy.allCases), (.mixed, Strategy.allCases),
      (.realtime, Strategy.allCases), (.idle, [.async]), (.guide, Strategy.allCases),
      (Mix(name: "x", kind: .mixed, arrivals: .batch(items: 1), io: .init(.disk)), [.sync, .threads, .async]),
      (Mix(name: "x", kind: .realtime, arrivals: .rate(1, .items(1)), io: .init(.disk)), [.sync, .threads, .async]),
    ] as [(Mix, [Strategy])])
  func `Only strategies that make sense are run`(mix: Mix, sensible: [Strategy]) {
    #expect(mix.sensibleStrategies == sensible)
    for strategy in Strategy.allCases {
      #expect(mix.problems(strategy: strategy).map(\.key) == (sensible.contains(strategy) ? [] : ["strategy"]))
    }
  }

  @Test func `A strategy that makes no sense is told with those that do`() {
    #expect(
      Mix.ioBound.problems(strategy: .hybrid).map(\.message) == [
        "'hybrid' makes no sense: mix 'io-bound' has no cpu step that worker processes could do; use sync, threads, async"
      ])
    #expect(
      Mix.idle.problems(strategy: .sync).map(\.message) == [
        "'sync' makes no sense: an idle mix has no items to execute; use async"
      ])
  }

  // MARK: Support

  private let good = Mix(
    name: "x", kind: .mixed, arrivals: .batch(items: 100), io: .init(.timer, seconds: 0.01), cpu: .init(seconds: 0.005),
    concurrency: 10)

  private func expect(_ change: Change, sourceLocation: SourceLocation = #_sourceLocation) {
    var mix = good
    change.apply(&mix)
    #expect(mix.problems(cores: 2).map(\.key) == change.keys, sourceLocation: sourceLocation)
  }

  // MARK: Figures that are good one by one

  @Test func `A long backoff is refused also where there is no second attempt`() {
    var mix = Mix.mixed
    mix.retries = Mix.Retries(attempts: 1, backoffSeconds: 1000 * 365 * 86400)
    #expect(mix.problems(cores: 2).map(\.key) == ["retries.backoff"])
  }

  @Test(arguments: [Mix.Arrivals.rate(1e-12, .items(2)), .rate(1e-300, .items(2)), .load(1e-300, .items(2))])
  func `Items that would take for ever to arrive are refused`(arrivals: Mix.Arrivals) {
    var mix = Mix.realtime
    mix.arrivals = arrivals
    #expect(mix.problems(cores: 2).map(\.key) == ["items"])
  }

  @Test func `A duration may not give more items than can be asked for`() {
    var mix = Mix.realtime
    mix.cpu = nil
    mix.arrivals = .rate(1e6, .seconds(3600))
    #expect(mix.problems(cores: 2).map(\.key) == ["duration"])
  }

  @Test(arguments: [Mix.Arrivals.batch(items: 5), .rate(5, .seconds(1)), .filling(seconds: 1)])
  func `An idle mix has no items, however they would arrive`(arrivals: Mix.Arrivals) {
    var mix = Mix.idle
    mix.arrivals = arrivals
    #expect(mix.problems(cores: 2).map(\.key) == ["items"])
  }
}
