package import Samples

/// Why a mix cannot be run.
package struct MixProblem: Hashable, Sendable, CustomStringConvertible {
  /// The setting that is wrong, as it is called in the configuration.
  package let key: String
  /// What is wrong with it, and what would be right.
  package let message: String

  package var description: String { "\(key): \(message)" }
}

extension Mix {
  /// Bounds that no sane mix exceeds: beyond them the host fails before the mix tells anything.
  private enum Bound {
    static let items = 10_000_000
    static let rate = 1_000_000.0
    static let concurrency = 10_000
    static let workers = 1024
    static let chunk = 10_000
    static let attempts = 100
    static let seconds = 3600.0
  }

  /// Everything that is wrong with this mix on a host with so many cores, in the order of its settings. Empty: it can be run.
  package func problems(cores: Int) -> [MixProblem] {
    stepProblems + codeProblems + arrivalProblems(cores: cores) + countProblems + failureProblems
  }

  /// What is wrong with running it by a strategy.
  package func problems(strategy: Strategy) -> [MixProblem] {
    guard !sensibleStrategies.contains(strategy) else { return [] }
    let sensible = sensibleStrategies.map(\.rawValue).joined(separator: ", ")
    let reason =
      kind == .idle
      ? "an idle mix has no items to execute" : "mix '\(name)' has no cpu step that worker processes could do"
    return [MixProblem(key: "strategy", message: "'\(strategy.rawValue)' makes no sense: \(reason); use \(sensible)")]
  }

  private var stepProblems: [MixProblem] {
    var found: [MixProblem] = []
    if name.isEmpty || name.utf8.count > 64 { found.append(MixProblem(key: "name", message: "must have 1 to 64 bytes")) }
    switch kind {
    case .idle:
      if io != nil { found.append(MixProblem(key: "io", message: "an idle mix has no steps")) }
      if cpu != nil { found.append(MixProblem(key: "cpu", message: "an idle mix has no steps")) }
    case .io:
      if io == nil { found.append(MixProblem(key: "io", message: "a mix of kind io needs an I/O step")) }
      if cpu != nil { found.append(MixProblem(key: "cpu", message: "a mix of kind io computes nothing; use kind mixed")) }
    case .cpu:
      if io != nil { found.append(MixProblem(key: "io", message: "a mix of kind cpu waits for nothing; use kind mixed")) }
      if cpu == nil { found.append(MixProblem(key: "cpu", message: "a mix of kind cpu needs a CPU step")) }
    case .mixed, .realtime:
      if io == nil, cpu == nil { found.append(MixProblem(key: "io, cpu", message: "the mix has no steps; give it one or both")) }
    }
    if let io {
      switch io.kind {
      case .timer, .http: found += time("io.time", io.seconds)
      case .call, .url, .command: break
      case .disk, .sqlite:
        if io.seconds != 0 {
          found.append(
            MixProblem(key: "io.time", message: "cannot be chosen for \(io.kind.rawValue), which takes as long as it takes"))
        }
      }
    }
    if let cpu, cpu.call == nil { found += time("cpu.time", cpu.seconds) }
    return found
  }

  private func arrivalProblems(cores: Int) -> [MixProblem] {
    if case .none(let seconds) = arrivals {
      return kind == .idle ? time("duration", seconds) : [MixProblem(key: "items", message: "must be at least 1")]
    }
    if kind == .idle { return [MixProblem(key: "items", message: "an idle mix has none; give it a duration")] }
    let found = shapeProblems(cores: cores)
    return found.isEmpty && hasKnownSize ? sizeProblems(cores: cores) : found
  }

  /// Whether it can be told already how many items there are: if steps that take as long as they take decide, they must be measured first.
  private var hasKnownSize: Bool {
    switch arrivals {
    case .filling, .load: isMeasured
    case .batch, .rate, .none: true
    }
  }

  /// How many items there would be, and how long they would take to arrive, where each figure for itself is good.
  private func sizeProblems(cores: Int) -> [MixProblem] {
    let (items, interval) = RunPlan.arrivals(
      of: self, capacity: Double(processes ?? cores), concurrency: concurrency ?? cores)
    if !(items <= Double(Bound.items)) {
      return [MixProblem(key: "duration", message: "gives \(Digits.text(items)) items, and \(Bound.items) are the most")]
    }
    if !(items * interval <= Bound.seconds) {
      return [
        MixProblem(key: "items", message: "would take \(DurationText.text(items * interval)) to arrive, and 1 h is the most")
      ]
    }
    return []
  }

  private func shapeProblems(cores: Int) -> [MixProblem] {
    switch arrivals {
    case .none: return []
    case .batch(let items): return bounded("items", items, 1...Bound.items)
    case .filling(let seconds):
      let nominal = (io?.seconds ?? 0) + (cpu?.seconds ?? 0)
      let unknown =
        nominal > 0 || needsMeasuring
        ? [] : [MixProblem(key: "items", message: "is needed: how long the steps of this mix take is not known beforehand")]
      return time("duration", seconds) + unknown
    case .load(let load, let span):
      var found = problems(of: span)
      if cpu == nil { found.append(MixProblem(key: "load", message: "needs a cpu step; give a rate instead")) }
      if !(load > 0 && load <= 1) {
        found.append(
          MixProblem(
            key: "load", message: "\(load) cannot be delivered; it is a share of the calibrated capacity, above 0 and at most 1"))
      }
      return found
    case .rate(let rate, let span):
      guard rate > 0, rate <= Bound.rate else {
        return [MixProblem(key: "rate", message: "must be above 0 and at most \(Int(Bound.rate)) items/s")]
      }
      return problems(of: span) + capacityProblems(rate: rate, cores: min(processes ?? cores, cores))
    }
  }

  private func problems(of span: Span) -> [MixProblem] {
    switch span {
    case .items(let items): bounded("items", items, 1...Bound.items)
    case .seconds(let seconds): time("duration", seconds)
    }
  }

  /// With an unbounded queue, more than the host can do would only tell how much memory there is.
  private func capacityProblems(rate: Double, cores: Int) -> [MixProblem] {
    let needed = rate * (cpu?.seconds ?? 0)
    guard needed > Double(cores), queueLimit == nil else { return [] }
    return [
      MixProblem(
        key: "rate",
        message: "\(rate) items/s need \(needed) cores and there are \(cores); lower it, or bound the queue by queue_limit")
    ]
  }

  private var countProblems: [MixProblem] {
    var found: [MixProblem] = []
    if let concurrency { found += bounded("concurrency", concurrency, 1...Bound.concurrency) }
    if let processes { found += bounded("processes", processes, 1...Bound.workers) }
    found += bounded("threads", threads, 1...Bound.workers)
    found += bounded("chunk", chunk, 1...Bound.chunk)
    if let queueLimit {
      found += bounded("queue_limit", queueLimit, 1...Bound.items)
      switch arrivals {
      case .load, .rate: break
      case .batch, .filling, .none:
        found.append(MixProblem(key: "queue_limit", message: "needs a rate or a load: a batch would lose all items beyond it"))
      }
    }
    return found
  }

  private var failureProblems: [MixProblem] {
    var found = timeoutSeconds.map { time("timeout", $0) } ?? []
    found += bounded("retries.attempts", retries.attempts, 1...Bound.attempts)
    if !(retries.backoffSeconds >= 0 && retries.backoffSeconds <= Bound.seconds) {
      found.append(MixProblem(key: "retries.backoff", message: "must be between 0 s and 3600 s"))
    }
    let shares = [("fail", fail), ("hang", hang)].filter { !($0.1 >= 0 && $0.1 <= 1) }
    for (key, share) in shares {
      found.append(MixProblem(key: key, message: "\(share) is not a share between 0 and 1, such as 0.05 or 5%"))
    }
    if shares.isEmpty, fail + hang > 1 {
      found.append(MixProblem(key: "hang", message: "fail and hang together are more than all attempts"))
    }
    if hang > 0, timeoutSeconds == nil {
      found.append(MixProblem(key: "hang", message: "needs a timeout, or the run would never end"))
    }
    return found
  }

  private func time(_ key: String, _ seconds: Double) -> [MixProblem] {
    seconds >= 1e-6 && seconds <= Bound.seconds ? [] : [MixProblem(key: key, message: "must be between 1 us and 3600 s")]
  }

  private func bounded(_ key: String, _ value: Int, _ range: ClosedRange<Int>) -> [MixProblem] {
    range.contains(value)
      ? [] : [MixProblem(key: key, message: "must be between \(range.lowerBound) and \(range.upperBound)")]
  }
}
