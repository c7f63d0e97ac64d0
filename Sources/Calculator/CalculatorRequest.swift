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
  /// The run that it began from; `nil`: from none.
  package let origin: RunOrigin?

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

  /// What is understood as well if it begins from a run.
  package static let parametersOfRuns: [Parameter] = [
    Parameter(name: "io-scale", standard: "1", help: "With --from-run: its I/O steps take so many times as long, as 2 or 0.5."),
    Parameter(name: "cpu-scale", standard: "1", help: "With --from-run: its CPU steps take so many times as long, as 2 or 0.5."),
    Parameter(
      name: "lock-share", standard: "as measured",
      help: "With --from-run: the share of a CPU step that holds Python's lock, as 0.2 or 20%."),
  ]

  /// Reads and checks.
  ///
  /// - Parameters:
  ///   - values: by parameter; what is not there, or empty, is as it is by default.
  ///   - cores: of this host.
  ///   - basis: the run whose steps and settings are taken for what is not given; `nil`: none.
  ///   - mostTasks: that may be asked for.
  /// - Throws: `CalculatorProblems`, with every one.
  package init(
    _ values: [String: String], cores: Int, from basis: RunBasis? = nil, mostTasks: Int = 10_000_000
  ) throws(CalculatorProblems) {
    var reader = Reader(values: values.filter { !$0.value.isEmpty }, basis: basis?.scenario)
    origin = basis?.origin
    reader.refuseUnknown()
    let usable = reader.whole("cores", 1...1024)
    scenario = basis?.scenario ?? Scenario(items: 1000, io: .constant(0), cpu: .constant(0), cores: usable ?? cores)
    scenario.items = reader.whole("tasks", 1...mostTasks) ?? min(scenario.items, mostTasks)
    reader.setSteps(of: &scenario)
    scenario.cores = usable ?? scenario.cores
    let servers = reader.whole("servers", 1...Self.mostServers)
    scenario.servers = servers ?? scenario.servers
    scenario.concurrency = reader.whole("concurrency", 1...1_000_000) ?? scenario.concurrency
    scenario.threads = reader.whole("threads", 1...10_000) ?? scenario.threads
    let ownShare = basis == nil || servers != nil ? max(1, scenario.cores / scenario.servers) : scenario.processes
    scenario.processes = reader.whole("processes", 1...1024) ?? ownShare
    scenario.chunk = reader.whole("chunk", 1...1_000_000) ?? scenario.chunk
    scenario.seed = UInt64(reader.whole("seed", 0...Int.max) ?? 1)
    scenario.arrivals = reader.arrivals()
    strategies = reader.words("strategy", Strategy.self)
    runtimes =
      basis.flatMap { values["runtime", default: ""].isEmpty ? [$0.runtime] : nil } ?? reader.words("runtime", Runtime.self)
    if isRandom, reader.values["seed"] == nil, scenario.items <= Self.mostItemsOfSeveral { courses = Self.usualCourses }
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
    /// Of the run that is begun from.
    let basis: Scenario?
    var problems: [CalculatorProblem] = []

    mutating func refuse(_ name: String, _ reason: String) {
      problems.append(CalculatorProblem(parameter: name, value: values[name] ?? "", reason: reason))
    }

    mutating func refuseUnknown() {
      let all = CalculatorRequest.parameters + (basis == nil ? [] : CalculatorRequest.parametersOfRuns)
      let known = all.map(\.name)
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

    /// What items do: as it is given, else as in the run, else as it is by default.
    mutating func setSteps(of scenario: inout Scenario) {
      let (io, cpu) = steps()
      let spread = spread()
      if let io { (scenario.io, scenario.ioIsTimer) = (spread(io), true) }
      if let cpu { (scenario.cpu, scenario.isAsRun) = (spread(cpu), false) }
      if io == nil { scenario.io = scenario.io.scaled(by: factor("io-scale") ?? 1) }
      if cpu == nil {
        let factor = factor("cpu-scale") ?? 1
        scenario.cpu = scenario.cpu.scaled(by: factor)
        scenario.traits.pauseSeconds *= factor
      }
      if let share = share("lock-share") { scenario.traits.lockShare = share }
      if scenario.leastItemSeconds == 0, values["time"] == nil {
        refuse("cpu", "and io cannot both be 0: there would be nothing to do")
      }
      guard basis == nil || io != nil || cpu != nil else { return }
      scenario.kind = scenario.cpu.mean + scenario.traits.pauseSeconds == 0 ? .io : scenario.io.mean == 0 ? .cpu : .mixed
    }

    /// By which the steps of the run are longer.
    private mutating func factor(_ name: String) -> Double? {
      guard let text = values[name] else { return nil }
      if let number = Double(text), (0.001...1000).contains(number) { return number }
      refuse(name, "must be a number from 0.001 to 1000, as 2 for twice as long")
      return nil
    }

    /// The mean times of the two steps; `nil`: as in the run.
    private mutating func steps() -> (io: Double?, cpu: Double?) {
      for name in ["io", "cpu"] where values["\(name)-scale"] != nil {
        let given = [name, "time", "cpu-share"].filter { values[$0] != nil }
        if !given.isEmpty {
          refuse("\(name)-scale", "is of the run's own times, and contradicts \(given.joined(separator: " and "))")
        }
      }
      guard values["time"] != nil || values["cpu-share"] != nil else {
        if basis != nil { return (duration("io"), duration("cpu")) }
        return (duration("io") ?? 0.0033, duration("cpu") ?? 0.0012)
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
      if let basis, values["arrivals"] == nil, values["rate"] == nil { return basis.arrivals }
      guard let rate = rate("rate") ?? basis?.rate else {
        if isKnown, values["arrivals"] != nil, values["rate"] == nil { refuse("arrivals", "says nothing without rate") }
        return .batch
      }
      return word == "poisson" ? .poisson(rate: rate) : .constant(rate: rate)
    }

    /// From a mean to the distribution.
    mutating func spread() -> (Double) -> TimeDistribution {
      let jitter = number("jitter", 0...2) ?? 0
      for name in ["distribution", "jitter"] where values[name] != nil && basis != nil {
        if ["io", "cpu", "time", "cpu-share"].allSatisfy({ values[$0] == nil }) {
          refuse(name, "is of times that are given: those of the run are as they were measured")
        }
      }
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
