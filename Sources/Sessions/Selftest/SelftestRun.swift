package import Samples
package import Workloads

/// One run of the self-test: what is executed, and what is done to it.
package struct SelftestRun: Hashable, Sendable {
  /// What is done.
  package let disturbance: Disturbance
  /// Who executes it.
  package let runtime: Runtime
  /// What is executed.
  package let mix: Mix
  /// How.
  package let strategy: Strategy
  /// What the child does to its own loop.
  package let injections: [RunOrder.Injection]
  /// When it is stopped.
  package let stops: [Stop]

  /// A SIGSTOP, and SIGCONT a while later.
  package struct Stop: Hashable, Sendable {
    /// Seconds after the work has begun.
    package let at: Double
    /// For how long.
    package let seconds: Double
  }

  private init(
    _ disturbance: Disturbance, _ runtime: Runtime, _ mix: Mix, _ strategy: Strategy, injections: [RunOrder.Injection] = [],
    stops: [Stop] = []
  ) {
    self.disturbance = disturbance
    self.runtime = runtime
    self.mix = mix
    self.strategy = strategy
    self.injections = injections
    self.stops = stops
  }
}

extension SelftestRun {
  /// The runs of a disturbance in a runtime.
  ///
  /// - Parameters:
  ///   - count: injections, where it is one that stalls the loop; the others are a run each, of which there are a tenth as many.
  ///   - cores: usable by a run.
  package static func runs(_ disturbance: Disturbance, in runtime: Runtime, count: Int, cores: Int) -> [SelftestRun] {
    let few = max(1, count / 10)
    let some = max(2, count / 5)
    guard disturbance.isPossible(in: runtime) else { return [] }
    switch disturbance {
    case .compute: return [held(disturbance, runtime, .compute, milliseconds: 150, every: 0.3, count)]
    case .sleep: return [held(disturbance, runtime, .sleep, milliseconds: 150, every: 0.3, count)]
    case .fsync: return [held(disturbance, runtime, .fsync, milliseconds: 150, every: 0.3, count)]
    case .gc: return [held(disturbance, runtime, .gc, milliseconds: 150, every: 0.4, count)]
    case .gil: return [held(disturbance, runtime, .gil, milliseconds: 200, every: 0.6, count)]
    case .hogs: return [held(disturbance, runtime, .compute, milliseconds: 40, every: 0.5, count)]
    // Three periods' worth: what is left of one and the whole of the next may follow each other without a pause.
    case .quota: return [held(disturbance, runtime, .compute, milliseconds: 60, every: 0.7, count)]
    case .stop:
      let stops = instants(count, every: 0.5).map { Stop(at: $0, seconds: 0.2) }
      return [SelftestRun(disturbance, runtime, idle(seconds: 0.5 * Double(count + 1)), .async, stops: stops)]
    case .leak: return repeated(few) { leaking(runtime) }
    case .overload: return repeated(some) { SelftestRun(disturbance, runtime, paced("overload", load: 1.5, cores), .hybrid) }
    case .busy, .limited:
      return repeated(some) { SelftestRun(disturbance, runtime, paced(disturbance.rawValue, load: 0.8, cores), .hybrid) }
    case .starvation: return repeated(few) { SelftestRun(disturbance, runtime, starvation, .hybrid) }
    case .none:
      return repeated(few) { SelftestRun(disturbance, runtime, idle(seconds: 5), .async) }
        + repeated(few) { SelftestRun(disturbance, runtime, .mixed, .hybrid) }
    }
  }

  private static func repeated(_ count: Int, _ make: () -> SelftestRun) -> [SelftestRun] { (0..<count).map { _ in make() } }

  /// So many instants, in seconds; not at the same place between two ticks each time.
  private static func instants(_ count: Int, every seconds: Double) -> [Double] {
    (0..<count).map { Double($0 + 1) * seconds + 0.0017 * Double($0 % 6) }
  }

  private static func held(
    _ disturbance: Disturbance, _ runtime: Runtime, _ kind: RunOrder.Injection.Kind, milliseconds: Int64, every seconds: Double,
    _ count: Int
  ) -> SelftestRun {
    let injections = instants(count, every: seconds).map {
      RunOrder.Injection(kind, atNs: Int64($0 * 1e9), amount: milliseconds * 1_000_000)
    }
    return SelftestRun(disturbance, runtime, idle(seconds: seconds * Double(count + 1)), .async, injections: injections)
  }

  private static func idle(seconds: Double) -> Mix {
    var mix = Mix.idle
    mix.arrivals = .none(seconds: seconds)
    return mix
  }

  /// 256 KiB fifty times a second, for three seconds.
  private static func leaking(_ runtime: Runtime) -> SelftestRun {
    let injections = (0..<150).map { RunOrder.Injection(.leak, atNs: Int64($0) * 20_000_000, amount: 262_144) }
    return SelftestRun(.leak, runtime, idle(seconds: 3), .async, injections: injections)
  }

  /// A load of 1 is as much as the cores could do.
  private static func paced(_ name: String, load: Double, _ cores: Int) -> Mix {
    var mix = Mix.realtime
    mix.name = name
    mix.io = nil
    mix.cpu = Mix.CPUStep(seconds: 0.004)
    mix.arrivals = .rate(load * Double(cores) / 0.004, .seconds(3))
    mix.queueLimit = 1_000_000
    return mix
  }

  private static let starvation: Mix = {
    var mix = Mix.mixed
    mix.name = "starvation"
    mix.io = Mix.IOStep(.timer, seconds: 0.02)
    mix.cpu = Mix.CPUStep(seconds: 0.001)
    mix.concurrency = 1
    mix.arrivals = .batch(items: 100)
    return mix
  }()
}
