package import Samples

/// A mix for one strategy and runtime on this host: the order for the child, and what its result is compared with.
package struct RunPlan: Hashable, Sendable {
  /// How closely a run is looked at. In seconds.
  package struct Sampling: Hashable, Sendable {
    /// Between two readings of the child's process tree.
    package var interval = 0.1
    /// Between two ticks of the loop under test.
    package var tick = 0.01
    /// After which an interval without a turn of the loop is a stall.
    package var stallLimit = 0.1
    /// The least limit of the targets that the loop's latency is judged by; `nil`: there is none.
    package var latencyLimit: Double?

    /// After which such an interval is accounted for, though it is no stall; `nil`: that is not asked. Below half a tick every timer is late.
    package var lateLimit: Double? {
      guard let limit = latencyLimit.map({ max($0, tick / 2) }), limit < stallLimit else { return nil }
      return limit
    }

    /// Ten readings a second, a hundred ticks a second, stalls from the target of the loop's latency on.
    package static let standard = Sampling()

    /// The standard.
    package init() {}
  }

  /// What the run's series are labelled with.
  package let identity: RunIdentity
  /// Decides which targets are judged.
  package let kind: MixKind
  /// For the child; the supervisor fills in the server's port and the scratch directory.
  package let work: RunOrder.Work
  /// How closely it is looked at.
  package let sampling: Sampling
  private let mix: Mix
  private let ideal: Ideal

  /// What bounds the time from below.
  private struct Ideal: Hashable {
    /// All time that items wait, over the items that may wait at the same time.
    let waiting: Double
    /// One item alone.
    let item: Double
    /// From the first arrival to the last.
    let arrivals: Double
    /// That may compute at the same time.
    let cores: Double
  }

  /// - Parameters:
  ///   - mix: one without problems; see `Mix.problems`.
  ///   - cores: usable by the run.
  ///   - offeredCores: what others leave of them; `nil`: the load of a paced mix is that of its processes, whatever there is for them.
  ///   - givesWay: whether what computes lets all that is ordinary on the host come first.
  ///   - operationsPerSecond: of the mix's kernel in this runtime; not used where it has no CPU step.
  ///   - injections: what is done to the loop on purpose.
  package init(
    _ mix: Mix, strategy: Strategy, runtime: Runtime, cores: Int, offeredCores: Double? = nil, givesWay: Bool = false,
    operationsPerSecond: Double, injections: [RunOrder.Injection] = [], sampling: Sampling = .standard
  ) {
    self.mix = mix
    self.sampling = sampling
    identity = RunIdentity(mix: mix.name, strategy: strategy, runtime: runtime)
    kind = mix.kind
    let servers = mix.servers ?? 1
    // Of each server: each of them has workers and items of its own.
    let processes = mix.processes ?? max(1, cores / servers)
    let concurrency = mix.concurrency ?? 2 * processes * mix.chunk
    let allProcesses = mix.processes.map { $0 * servers } ?? cores
    let io = mix.io?.seconds ?? 0
    let cpu = mix.cpu?.seconds ?? 0
    let capacity = min(Double(allProcesses), offeredCores ?? Double(allProcesses))
    let (count, interval) = RunPlan.arrivals(of: mix, capacity: capacity, concurrency: concurrency * servers)
    let items = Int(count)
    let inFlight =
      switch strategy {
      case .sync: 1
      case .threads: mix.threads
      case .async, .hybrid: concurrency
      }
    let warm = max(inFlight, strategy == .hybrid ? processes * mix.chunk : 1)
    work = RunOrder.Work(
      strategy: strategy, items: items, warmUp: min(items / 10, warm), concurrency: inFlight, threads: mix.threads,
      processes: processes, workers: mix.workers, servers: mix.servers, chunk: mix.chunk, intervalNs: interval * 1e9,
      arrivalsSeed: mix.arrivalsSeed,
      queueLimit: mix.queueLimit,
      idleNs: RunPlan.idleNanoseconds(mix), io: mix.io.map(RunOrder.IO.init),
      cpu: mix.cpu.map { RunOrder.CPU($0, operationsPerSecond: operationsPerSecond) }, code: mix.calls.isEmpty ? nil : mix.code,
      timeoutNs: mix.timeoutSeconds.map(nanoseconds), attempts: mix.retries.attempts,
      backoffNs: nanoseconds(mix.retries.backoffSeconds), fail: mix.fail, hang: mix.hang, loop: mix.loop,
      tickNs: nanoseconds(sampling.tick), stallLimitNs: nanoseconds(sampling.stallLimit),
      lateLimitNs: sampling.lateLimit.map(nanoseconds), scratch: "", injections: injections, givesWay: givesWay ? true : nil)
    ideal = Ideal(
      waiting: Double(items) * io / Double(max(concurrency, inFlight) * servers), item: items > 0 ? io + cpu : 0,
      arrivals: Double(max(0, items - 1)) * interval, cores: Double(strategy == .threads ? cores : min(allProcesses, cores)))
  }

  /// Processes that share the arrivals, each with a loop of its own.
  package var servers: Int { work.servers ?? 1 }

  /// How many items there are, a whole number, and the seconds between two of them.
  static func arrivals(of mix: Mix, capacity: Double, concurrency: Int) -> (items: Double, interval: Double) {
    let io = mix.io?.seconds ?? 0
    let cpu = mix.cpu?.seconds ?? 0
    switch mix.arrivals {
    case .none: return (0, 0)
    case .batch(let items): return (Double(items), 0)
    case .filling(let seconds):
      let rate = min(cpu > 0 ? capacity / cpu : .infinity, Double(concurrency) / (io + cpu), 1 / mix.leastItemSeconds)
      return (max(1, (seconds * rate).rounded(.down)), 0)
    case .load(let load, let span): return openLoop(interval: max(cpu / (load * capacity), mix.leastItemSeconds), span)
    case .rate(let rate, let span): return openLoop(interval: 1 / rate, span)
    }
  }

  /// For a run at a place.
  ///
  /// - Parameter operationsPerSecond: of the mix's kernel in this runtime; not used where it has no CPU step.
  package init(
    _ mix: Mix, strategy: Strategy, runtime: Runtime, at place: RunPlace, operationsPerSecond: Double, sampling: Sampling
  ) {
    self.init(
      mix, strategy: strategy, runtime: runtime, cores: place.wholeCores, offeredCores: place.pacedCores,
      givesWay: place.priority == .low, operationsPerSecond: operationsPerSecond, sampling: sampling)
  }

  private static func openLoop(interval: Double, _ span: Mix.Span) -> (items: Double, interval: Double) {
    switch span {
    case .items(let items): (Double(items), interval)
    case .seconds(let seconds): (max(1, (seconds / interval).rounded()), interval)
    }
  }

  private static func idleNanoseconds(_ mix: Mix) -> Int64 {
    if case .none(let seconds) = mix.arrivals { nanoseconds(seconds) } else { 0 }
  }

  /// What is run, in figures: those that the mix leaves open are as this host makes them.
  package var parameters: RunParameters {
    var parameters = mix.parameters
    parameters.items = work.items > 0 ? work.items : nil
    if mix.cpu != nil { parameters.processes = work.processes }
    if mix.kind != .idle { parameters.concurrency = mix.concurrency ?? 2 * work.processes * mix.chunk }
    return parameters
  }

  /// What it takes to send an item to a worker process, if that was measured before the run.
  package var transfer: TransferCost? { mix.cpu?.transfer }

  /// From the first item's arrival to the last's, in seconds; `nil` where all arrive at once, or none does.
  package var arrivalSeconds: Double? { ideal.arrivals > 0 ? ideal.arrivals : nil }

  /// The least time that the work could have taken: the largest of CPU time over cores, waiting over concurrency, one item, and,
  /// for open-loop arrivals, the last arrival with its item.
  ///
  /// - Parameter cpuStepSeconds: CPU time that the CPU steps really took. A core that turns slower makes the run longer, and not the
  ///   strategy worse.
  /// - Returns: `nil` where nothing bounds it: no items, or steps whose time is not known beforehand.
  package func idealSeconds(cpuStepSeconds: Double) -> Double? {
    let bound = max(cpuStepSeconds / ideal.cores, ideal.waiting, ideal.item, ideal.arrivals > 0 ? ideal.arrivals + ideal.item : 0)
    return bound > 0 ? bound : nil
  }

  /// By then a child that is alive has ended, on a slow host, computing on one core, with every attempt running into its timeout.
  package var deadline: Duration {
    let step = max(mix.io?.expectedSeconds ?? 0, mix.hang > 0 ? mix.timeoutSeconds ?? 0 : 0)
    let attempts = Double(mix.retries.attempts)
    let backoffs = mix.retries.backoffSeconds * Double(1 << min(20, mix.retries.attempts - 1))
    let waiting = (attempts * step + backoffs) / Double(work.concurrency)
    let items = Double(work.items) * (waiting + attempts * max(mix.cpu?.seconds ?? 0, mix.leastItemSeconds))
    return .seconds(30) + .seconds(Double(work.idleNs) * 1e-9) + .seconds(3 * (items + ideal.arrivals))
  }
}

extension Mix {
  /// What an item costs the one loop, about, if its steps are of the user's own: steps that take nothing would give millions of items otherwise.
  fileprivate var leastItemSeconds: Double { needsMeasuring ? 1e-4 : 0 }
}

extension Mix.IOStep {
  /// A guess where nobody knows beforehand.
  fileprivate var expectedSeconds: Double {
    switch kind {
    case .timer, .http: seconds
    case .disk, .sqlite: 0.05
    case .call, .url, .command: seconds > 0 ? seconds : 0.05
    }
  }
}

extension RunOrder.IO {
  /// For the child; the server's port is filled in by the supervisor.
  package init(_ step: Mix.IOStep) {
    self.init(kind: step.kind, ns: nanoseconds(step.seconds), port: 0)
    switch step.work {
    case .timer, .http, .disk, .sqlite: break
    case .call(let call): self.call = call
    case .url(let url): self.url = url
    case .command(let arguments): command = arguments
    }
  }
}

extension RunOrder.CPU {
  /// For the child.
  package init(_ step: Mix.CPUStep, operationsPerSecond: Double) {
    switch step.work {
    case .kernel(let kernel): self = .kernel(kernel, operations: UInt64(max(1, step.seconds * operationsPerSecond)))
    case .call(let call): self = .call(call)
    }
  }
}

private func nanoseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1e9).rounded()) }
