/// CPU time of runs, beside what they had for it.
struct CPUUse: Hashable, Sendable {
  /// A run that had less of a core is not judged by its share of it. What others leave is known to a few hundredths of a core, and a host that
  /// leaves nothing is taken for one that leaves a tenth: the band of the target is narrower than that is of so little.
  static let leastCores = 0.25

  /// Used.
  var seconds = 0.0
  /// Wall time × cores available.
  var capacitySeconds = 0.0
  /// Behind the two.
  var samples = 0
  /// The most that one of the runs had; 0 if there are none.
  var cores = 0.0

  init() {}

  init(_ run: RunEvidence) {
    (seconds, capacitySeconds, samples, cores) = (run.cpuSeconds, run.wallSeconds * run.cores, run.cpuSamples, run.cores)
  }

  /// Whether there was too little for it to be judged.
  var isScarce: Bool { samples > 0 && cores > 0 && cores < Self.leastCores }

  mutating func add(_ other: CPUUse) {
    seconds += other.seconds
    capacitySeconds += other.capacitySeconds
    samples += other.samples
    cores = max(cores, other.cores)
  }
}
