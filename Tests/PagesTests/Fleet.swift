import Samples
import Snapshots
import Storage

/// What fixture hosts run, and the past that they have of it.
enum Fleet {
  /// A mix with a strategy and a runtime, and how long it takes.
  struct Entry {
    let identity: RunIdentity
    let kind: MixKind
    var seconds = 2.0
    var ideal = 1.9

    init(_ identity: RunIdentity, _ kind: MixKind, seconds: Double = 2.0, ideal: Double = 1.9) {
      self.identity = identity
      self.kind = kind
      self.seconds = seconds
      self.ideal = ideal
    }

    /// Which of them is in trouble on a host that is.
    var isSlow: Bool { identity.mix == "mixed" && identity.runtime == .asyncio }
  }

  private static func entry(
    _ mix: String, _ strategy: Strategy, _ runtime: Runtime, _ kind: MixKind, _ seconds: Double = 2, _ ideal: Double = 1.9
  ) -> Entry {
    Entry(RunIdentity(mix: mix, strategy: strategy, runtime: runtime), kind, seconds: seconds, ideal: ideal)
  }

  /// What an agent runs without a configuration.
  static let standard = [
    entry("io-bound", .async, .swift, .io, 1.52, 1.5), entry("io-bound", .async, .asyncio, .io, 1.6, 1.5),
    entry("cpu-bound", .hybrid, .swift, .cpu, 3.02, 3), entry("mixed", .hybrid, .swift, .mixed, 1.55, 1.5),
    entry("mixed", .hybrid, .asyncio, .mixed, 1.71, 1.5), entry("realtime", .hybrid, .swift, .realtime, 2.01, 2),
    entry("idle", .async, .swift, .idle, 1.5, 1.5),
  ]

  static let baseline = entry("mixed", .sync, .asyncio, .mixed, 9.4, 1.5)

  /// As of a mix with all strategies.
  static let compared = [
    entry("mixed", .sync, .swift, .mixed, 8.1, 1.5), entry("mixed", .threads, .swift, .mixed, 3.2, 1.5),
    entry("mixed", .async, .swift, .mixed, 4.4, 1.5), baseline, entry("mixed", .threads, .asyncio, .mixed, 6.9, 1.5),
    entry("mixed", .async, .asyncio, .mixed, 5.2, 1.5),
  ]

  static let many = (0..<30).map { place in
    entry(
      "service-\(place / 3)", [.hybrid, .async, .threads][place % 3], place % 2 == 0 ? .swift : .asyncio,
      [.mixed, .cpu, .io, .realtime][place % 4], 1.5 + Double(place % 5) / 3, 1.5)
  }

  /// A run of each every 300 s, but for a quarter of the window in which the agent was down; at its end the stored comparison.
  static func excerpt(_ entries: [Entry], seconds: Double, isSick: Bool = false, comparing others: [Entry] = []) -> HistoryExcerpt
  {
    let (since, until) = (PageFixtures.at.advanced(bySeconds: -seconds), PageFixtures.at)
    let slots = Int(seconds / 300)
    var runs: [StoredRun] = []
    for slot in 0..<slots where !(slots / 2..<slots * 3 / 4).contains(slot) {
      for (place, entry) in entries.enumerated() {
        let end = since.advanced(bySeconds: Double(slot) * 300 + Double(place + 1) * 9)
        let isSlow = isSick && entry.isSlow && slot > slots * 4 / 5
        runs.append(PageFixtures.run(Int64(runs.count + 1), entry, at: end, isSlow: isSlow))
      }
    }
    for (place, entry) in others.enumerated() {
      runs.append(PageFixtures.run(Int64(runs.count + 1), entry, at: until.advanced(bySeconds: Double(place - 60))))
    }
    return HistoryExcerpt(since: since, until: until, runs: runs, heat: heat(runs, since: since, step: max(60, seconds / 144)))
  }

  static let bounds = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]

  private static func heat(_ runs: [StoredRun], since: Timestamp, step: Double) -> [RunIdentity: LatencyHeat] {
    Dictionary(grouping: runs, by: \.identity).mapValues { runs in
      let columns = Dictionary(grouping: runs) { Int(since.seconds(to: $0.endedAt) / step) }
      return LatencyHeat(
        bounds: bounds,
        columns: columns.sorted { $0.key < $1.key }.map { place, runs in
          .init(start: since.advanced(bySeconds: Double(place) * step), counts: counts(runs))
        }, step: step)
    }
  }

  private static func counts(_ runs: [StoredRun]) -> [UInt64] {
    var counts = [UInt64](repeating: 0, count: bounds.count + 1)
    for run in runs {
      let latency = run.figures?.latencyP99Seconds ?? 0
      for (share, factor) in [(700, 0.08), (230, 0.2), (60, 0.5), (9, 1), (UInt64(run.id % 3), 2.5)] as [(UInt64, Double)] {
        counts[bounds.firstIndex { latency * factor <= $0 } ?? bounds.count] += share
      }
    }
    return counts
  }
}

extension Timestamp {
  fileprivate func seconds(to other: Timestamp) -> Double { other.seconds - seconds }
}
