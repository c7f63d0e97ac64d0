package import Samples

/// A named workload: what an item does, how many there are, and how many may be under way.
package struct Mix: Codable, Hashable, Sendable {
  /// How items arrive.
  package enum Arrivals: Codable, Hashable, Sendable {
    /// All at once, this many.
    case batch(items: Int)
    /// All at once, as many as this host could do in so many seconds at best: a canary of the same length on any number of cores.
    case filling(seconds: Double)
    /// Open loop: at intended instants for so many seconds, at the rate that loads the processes to this share (0...1).
    case paced(load: Double, seconds: Double)
  }

  /// The `mix` label.
  package let name: String
  /// Decides which targets are judged.
  package let kind: MixKind
  /// How many items there are, and when each should start.
  package let arrivals: Arrivals
  /// Time that an item waits for its I/O step, a timer; 0 for none.
  package let ioSeconds: Double
  /// CPU time of an item's CPU step on an idle core at calibration.
  package let cpuSeconds: Double
  /// Items that may be in flight at the same time; `nil`: two a process, so that none waits for its next item.
  package let concurrency: Int?

  /// Nothing is checked; paced arrivals need a CPU step.
  package init(
    name: String, kind: MixKind, arrivals: Arrivals, ioSeconds: Double, cpuSeconds: Double, concurrency: Int?
  ) {
    self.name = name
    self.kind = kind
    self.arrivals = arrivals
    self.ioSeconds = ioSeconds
    self.cpuSeconds = cpuSeconds
    self.concurrency = concurrency
  }

  /// I/O beside computation: what a service does.
  package static let mixed = Mix(
    name: "mixed", kind: .mixed, arrivals: .filling(seconds: 1.2), ioSeconds: 0.0033, cpuSeconds: 0.0012, concurrency: 50)

  /// Computation at 0.8 of what calibration says this host can do: inside the band means that the host delivers what it should.
  package static let cpuBound = Mix(
    name: "cpu-bound", kind: .cpu, arrivals: .paced(load: 0.8, seconds: 3), ioSeconds: 0, cpuSeconds: 0.005,
    concurrency: nil)

  /// The mixes that calcmon brings along.
  package static let builtIn = [mixed, cpuBound]
}

/// What a run's child is told, as one line of JSON on its standard input.
package struct RunOrder: Codable, Hashable, Sendable {
  /// The whole of it: the child does not know mixes by name.
  package let mix: Mix
  /// Decides whether the child starts worker processes.
  package let strategy: Strategy
  /// Worker processes of the hybrid strategy; the cores that are usable.
  package let processes: Int
  /// What calibration found on this host; `nil`: calibrate first, and say what you found.
  package let operationsPerSecond: Double?

  /// All that a child has to know.
  package init(mix: Mix, strategy: Strategy, processes: Int, operationsPerSecond: Double?) {
    self.mix = mix
    self.strategy = strategy
    self.processes = processes
    self.operationsPerSecond = operationsPerSecond
  }

  /// What the run's series are labelled with.
  package var identity: RunIdentity { RunIdentity(mix: mix.name, strategy: strategy, runtime: .swift) }
}
