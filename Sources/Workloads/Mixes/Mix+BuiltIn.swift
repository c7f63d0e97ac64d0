import Samples

/// The mixes that calcmon brings along. The agent runs all but the guide's, with no configuration at all.
extension Mix {
  /// Waiting only: what one event loop is best at.
  package static let ioBound = Mix(
    name: "io-bound", kind: .io, strategies: [.async], arrivals: .filling(seconds: 1.5), io: IOStep(.http, seconds: 0.01),
    concurrency: 20)

  /// Computation at 0.8 of what calibration says this host can do: inside the band means that the host delivers what it should.
  /// The items are long enough that what a runtime spends on handing them over does not count for it.
  package static let cpuBound = Mix(
    name: "cpu-bound", kind: .cpu, arrivals: .load(0.8, .seconds(3)), cpu: CPUStep(seconds: 0.02))

  /// I/O beside computation: what a service does.
  package static let mixed = Mix(
    name: "mixed", kind: .mixed, arrivals: .filling(seconds: 1.5), io: IOStep(.timer, seconds: 0.0033),
    cpu: CPUStep(seconds: 0.0012), concurrency: 50)

  /// A stream: items arrive at their own times, and latency counts from those.
  package static let realtime = Mix(
    name: "realtime", kind: .realtime, arrivals: .rate(200, .seconds(2)), io: IOStep(.timer, seconds: 0.001),
    cpu: CPUStep(seconds: 0.001), concurrency: 50)

  /// Nothing but the tick: what a loop on this host feels where nobody uses it.
  package static let idle = Mix(name: "idle", kind: .idle, strategies: [.async], arrivals: .none(seconds: 1.5))

  /// The benchmark of the guide: 10,000 items, a mix of CPU and I/O.
  package static let guide = {
    var mix = Mix(
      name: "guide", kind: .mixed, strategies: Strategy.allCases, arrivals: .batch(items: 10_000),
      io: IOStep(.timer, seconds: 0.0027), cpu: CPUStep(seconds: 0.00175), concurrency: 100)
    mix.chunk = 16
    return mix
  }()

  /// What the agent runs without a configuration.
  package static let standard = [ioBound, cpuBound, mixed, realtime, idle]

  /// All of them.
  package static let builtIn = standard + [guide]
}
