import Glibc
package import Prediction
package import Samples

/// What is to be predicted, as the command line, the API and the page ask for it: words and texts of the same names, checked alike.
package struct CalculatorRequest: Sendable {
  /// Of the work, without strategy and runtime.
  package var scenario: Scenario
  /// In the order of the table.
  package var strategies: [Strategy]
  /// In the order of the table.
  package var runtimes: [Runtime]
  /// That are played, each with arrivals and times of its own: more than one where chance decides and no seed is given.
  package var courses = 1

  private static let mostServers = 64
  private static let usualCourses = 5
  /// A long course has all of it within itself.
  private static let mostItemsOfSeveral = 20_000

  /// A parameter: its name, what is taken where it is not given, and what it means.
  package struct Parameter: Sendable {
    package let name: String
    package let standard: String
    package let help: String

    /// Whether it is a number or a duration, and can move.
    var isQuantity: Bool { !["arrivals", "distribution", "seed", "strategy", "runtime"].contains(name) }
  }

  /// All that is understood. Durations as `3.3ms`.
  package static let parameters: [Parameter] = [
    Parameter(name: "tasks", standard: "1000", help: "How many items there are."),
    Parameter(name: "io", standard: "3.3ms", help: "What an item waits for, first."),
    Parameter(name: "cpu", standard: "1.2ms", help: "What an item computes then."),
    Parameter(name: "time", standard: "", help: "Instead of --io and --cpu: the time of an item, as 100ms."),
    Parameter(name: "cpu-share", standard: "", help: "With --time: which share of it is computation, as 0.3 or 30%."),
    Parameter(
      name: "servers", standard: "1",
      help: "Processes that share the items, each with a loop of its own; concurrency, threads and processes are of each."),
    Parameter(name: "concurrency", standard: "100", help: "Items in flight at most, of async and hybrid."),
    Parameter(name: "threads", standard: "10", help: "Threads of threads."),
    Parameter(name: "processes", standard: "one a core", help: "Worker processes of hybrid."),
    Parameter(name: "chunk", standard: "1", help: "Items that go to a worker process in one piece, at most."),
    Parameter(name: "cores", standard: "those of this host", help: "Usable cores."),
    Parameter(name: "rate", standard: "all at once", help: "Items come one by one at this rate, as 300, 300/s or 18k/m."),
    Parameter(
      name: "arrivals", standard: "poisson",
      help: "With --rate: poisson, at random as requests of a service, or constant, evenly."),
    Parameter(
      name: "distribution", standard: "constant", help: "Of both times: constant, exponential, or log-normal with --jitter."),
    Parameter(
      name: "jitter", standard: "0", help: "Standard deviation of the logarithm of both times, 0 to 2: they become log-normal."),
    Parameter(
      name: "seed", standard: "five, and the median of them", help: "Chooses one random course."),
    Parameter(name: "strategy", standard: "all", help: "Some of sync, threads, async, hybrid."),
    Parameter(name: "runtime", standard: "swift,asyncio", help: "Some of swift, asyncio."),
  ]

  /// Reads and checks.
  ///
  /// - Parameters:
  ///   - values: by parameter; what is not there, or empty, is as it is by default.
  ///   - cores: of this host.
  ///   - mostTasks: that may be asked for.
  /// - Throws: `CalculatorProblems`, with every one.
  package init(_ values: [String: String], cores: Int, mostTasks: Int = 10_000_000) throws(CalculatorProblems) {
    var reader = Reader(values: values.filter { !$0.value.isEmpty })
    reader.refuseUnknown()
    let tasks = reader.whole("tasks", 1...mostTasks) ?? 1000
    let (io, cpu) = reader.steps()
    let usable = reader.whole("cores", 1...1024) ?? cores
    let spread = reader.spread()
    scenario = Scenario(items: tasks, io: spread(io), cpu: spread(cpu), cores: usable)
    scenario.servers = reader.whole("servers", 1...Self.mostServers) ?? scenario.servers
    scenario.concurrency = reader.whole("concurrency", 1...1_000_000) ?? scenario.concurrency
    scenario.threads = reader.whole("threads", 1...10_000) ?? scenario.threads
    scenario.processes = reader.whole("processes", 1...1024) ?? max(1, usable / scenario.servers)
    scenario.chunk = reader.whole("chunk", 1...1_000_000) ?? scenario.chunk
    scenario.seed = UInt64(reader.whole("seed", 0...Int.max) ?? 1)
    scenario.arrivals = reader.arrivals()
    scenario.kind = cpu == 0 ? .io : io == 0 ? .cpu : .mixed
    strategies = reader.words("strategy", Strategy.self)
    runtimes = reader.words("runtime", Runtime.self)
    if isRandom, reader.values["seed"] == nil, tasks <= Self.mostItemsOfSeveral { courses = Self.usualCourses }
    guard reader.problems.isEmpty else { throw CalculatorProblems(problems: reader.problems) }
  }

  /// Whether another seed gives another course.
  private var isRandom: Bool {
    if case .poisson = scenario.arrivals { return true }
    return [scenario.io, scenario.cpu].contains { if case .constant = $0 { false } else { true } }
  }

  /// Why the same cannot be run for real on this host; empty where it can.
  ///
  /// - Parameter cores: of this host.
  package func problemsOfMeasuring(cores: Int) -> [CalculatorProblem] {
    var problems: [CalculatorProblem] = []
    func refuse(_ name: String, _ value: String, _ reason: String) {
      problems.append(CalculatorProblem(parameter: name, value: value, reason: reason))
    }
    for time in [scenario.io, scenario.cpu] {
      if case .constant = time { continue }
      refuse("distribution", "", "must be constant, without jitter, where the same is to be measured")
      break
    }
    if scenario.cores != cores {
      refuse("cores", "\(scenario.cores)", "must be those of this host, \(cores), where the same is to be measured")
    }
    if scenario.servers > 1, runtimes.contains(.swift) {
      refuse(
        "servers", "\(scenario.servers)", "are of the runtime asyncio alone, if the same is to be measured: --runtime asyncio")
    }
    return problems
  }

  /// Reads values, and remembers what is wrong.
  private struct Reader {
    let values: [String: String]
    var problems: [CalculatorProblem] = []

    mutating func refuse(_ name: String, _ reason: String) {
      problems.append(CalculatorProblem(parameter: name, value: values[name] ?? "", reason: reason))
    }

    mutating func refuseUnknown() {
      let known = CalculatorRequest.parameters.map(\.name)
      for name in values.keys.sorted() where !known.contains(name) {
        refuse(name, "is unknown; there are \(known.joined(separator: ", "))")
      }
    }

    mutating func whole(_ name: String, _ range: ClosedRange<Int>) -> Int? {
      guard let text = values[name] else { return nil }
      if text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text), range.contains(number) { return number }
      refuse(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }

    mutating func number(_ name: String, _ range: ClosedRange<Double>) -> Double? {
      guard let text = values[name] else { return nil }
      if let number = Double(text), range.contains(number) { return number }
      refuse(name, "must be a number from \(Digits.text(range.lowerBound)) to \(Digits.text(range.upperBound))")
      return nil
    }

    mutating func share(_ name: String) -> Double? {
      guard let text = values[name] else { return nil }
      if let share = ShareText.share(text), (0...1).contains(share) { return share }
      refuse(name, "must be a share from 0 to 1, as 0.3 or 30%")
      return nil
    }

    mutating func rate(_ name: String) -> Double? {
      guard let text = values[name] else { return nil }
      if let rate = RateText.perSecond(text), (0.001...1_000_000).contains(rate) { return rate }
      refuse(name, "must be a rate from 0.001/s to 1M/s, as 300, 300/s or 18k/m")
      return nil
    }

    mutating func duration(_ name: String) -> Double? {
      guard let text = values[name] else { return nil }
      if let seconds = DurationText.seconds(text), seconds <= 3600 { return seconds }
      // A bare 0 is a duration in everybody's eyes.
      if text == "0" { return 0 }
      refuse(name, "must be a duration from 0s to 1h, as 3.3ms")
      return nil
    }

    /// The mean times of the two steps.
    mutating func steps() -> (io: Double, cpu: Double) {
      guard values["time"] != nil || values["cpu-share"] != nil else {
        let (io, cpu) = (duration("io") ?? 0.0033, duration("cpu") ?? 0.0012)
        if io == 0, cpu == 0 { refuse("cpu", "and io cannot both be 0: there would be nothing to do") }
        return (io, cpu)
      }
      let whole = ["time", "cpu-share"].filter { values[$0] != nil }.joined(separator: " and ")
      for name in ["io", "cpu"] where values[name] != nil {
        refuse(name, "contradicts \(whole); give the one or the other")
      }
      let time = duration("time") ?? 0.1
      if time == 0 { refuse("time", "must be more than 0s") }
      let share = share("cpu-share") ?? 0.5
      return (time * (1 - share), time * share)
    }

    mutating func arrivals() -> Scenario.Arrivals {
      let word = values["arrivals"] ?? "poisson"
      let isKnown = ["constant", "poisson"].contains(word)
      if !isKnown { refuse("arrivals", "must be poisson or constant") }
      guard let rate = rate("rate") else {
        if isKnown, values["arrivals"] != nil, values["rate"] == nil { refuse("arrivals", "says nothing without rate") }
        return .batch
      }
      return word == "poisson" ? .poisson(rate: rate) : .constant(rate: rate)
    }

    /// From a mean to the distribution.
    mutating func spread() -> (Double) -> TimeDistribution {
      let jitter = number("jitter", 0...2) ?? 0
      let word = values["distribution"] ?? (jitter > 0 ? "log-normal" : "constant")
      switch word {
      case "constant", "exponential":
        if jitter > 0 { refuse("jitter", "is of log-normal times; \(word) has none") }
        return word == "constant" ? { .constant($0) } : { $0 > 0 ? .exponential(mean: $0) : .constant(0) }
      case "log-normal":
        return { mean in
          mean > 0 && jitter > 0 ? .logNormal(median: mean * exp(-jitter * jitter / 2), sigma: jitter) : .constant(mean)
        }
      default:
        refuse("distribution", "must be constant, exponential or log-normal")
        return { .constant($0) }
      }
    }

    mutating func words<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _: Word.Type) -> [Word] {
      guard let text = values[name], text != "all" else { return Array(Word.allCases) }
      let found = text.split(separator: ",", omittingEmptySubsequences: false).map { Word(rawValue: String($0)) }
      if found.contains(where: { $0 == nil }) {
        refuse(name, "must be some of \(Word.allCases.map(\.rawValue).joined(separator: ", ")), with commas between")
      }
      return found.compactMap { $0 }
    }
  }
}
