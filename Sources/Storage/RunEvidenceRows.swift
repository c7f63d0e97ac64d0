import GRDB
import Samples
import Thresholds

extension Database {
  /// The runs of a window without their latency and stalls, by what was run.
  func runs(_ filter: HistoryFilter) throws -> [RunIdentity: RunHistory] {
    var histories: [RunIdentity: RunHistory] = [:]
    var names = RunNames()
    let rows = try Row.fetchCursor(self, sql: Database.evidence(filter), arguments: filter.arguments)
    while let row = try rows.next() {
      guard let name = names[row] else { continue }
      var history = histories.removeValue(forKey: name.identity) ?? RunHistory(identity: name.identity, kind: name.kind)
      history.kind = name.kind
      history.outcomes[name.outcome, default: 0] += 1
      if let run = MeasuredRun(row) {
        history.evidence.add(run.evidence)
        history.figures.append(run.figures)
      }
      histories[name.identity] = history
    }
    return histories
  }

  /// Columns in the order in which `RunNames` and `MeasuredRun` read them.
  private static func evidence(_ filter: HistoryFilter) -> String {
    let trends = ["queue", "memory"].map { trend in TrendSummary.columns.map { "\(trend).\($0)" }.joined(separator: ", ") }
    return """
      SELECT mix, strategy, runtime, kind, outcome, runs.id, ended_ms, duration_seconds, cpu_user_seconds, cpu_system_seconds, cores,
        io_wait_seconds, cpu_samples, io_wait_samples, queue_peak, memory_peak_bytes, ideal_seconds,
        event_loop_latency_p99_seconds, event_loop_latency_max_seconds, \(trends.joined(separator: ", "))
      FROM runs
      LEFT JOIN trends AS queue ON queue.run_id = runs.id AND queue.quantity = 'queue_depth'
      LEFT JOIN trends AS memory ON memory.run_id = runs.id AND memory.quantity = 'memory_bytes'
      WHERE \(filter.runs) ORDER BY ended_ms, runs.id
      """
  }
}

/// The words of a run. There are few different ones, so that each is understood once.
struct RunNames {
  struct Name {
    let identity: RunIdentity
    let kind: MixKind
    let outcome: RunOutcome
  }

  private struct Key: Hashable {
    let words: [String]
  }

  private var known: [Key: Name?] = [:]

  /// From a row that begins with mix, strategy, runtime, kind and outcome; `nil` where it holds a word that this calcmon does not know.
  subscript(row: Row) -> Name? {
    mutating get {
      let key = Key(words: (0..<5).map { row[$0] })
      if let name = known[key] { return name }
      let name = RunNames.name(key.words)
      known[key] = .some(name)
      return name
    }
  }

  private static func name(_ words: [String]) -> Name? {
    guard let strategy = Strategy(rawValue: words[1]), let runtime = Runtime(rawValue: words[2]),
      let kind = MixKind(rawValue: words[3]), let outcome = RunOutcome(rawValue: words[4])
    else { return nil }
    return Name(identity: RunIdentity(mix: words[0], strategy: strategy, runtime: runtime), kind: kind, outcome: outcome)
  }
}

/// A completed run as the report takes it.
private struct MeasuredRun {
  let evidence: RunEvidence
  let figures: RunFigures

  /// `nil` where the run did not complete.
  init?(_ row: Row) {
    guard let wall: Double = row[7], let user: Double = row[8], let system: Double = row[9], let cores: Double = row[10],
      let waited: Double = row[11], let cpuSamples: Int = row[12], let ioWaitSamples: Int = row[13], (row[19] as Int?) != nil
    else { return nil }
    let trends = TrendSummary.columns.count
    evidence = RunEvidence(
      latency: LatencyHistogram(), queueDepth: TrendSummary(row, from: 19), memory: TrendSummary(row, from: 19 + trends),
      wallSeconds: wall, cpuSeconds: user + system, cores: cores, ioWaitSeconds: waited, cpuSamples: cpuSamples,
      ioWaitSamples: ioWaitSamples)
    figures = RunFigures(
      runID: row[5], endedAt: Timestamp(milliseconds: row[6]), latencyP99: row[17], latencyMax: row[18],
      queuePeak: row[14] ?? 0, cpuUtilization: (user + system) / (wall * cores), ioWaitRatio: waited / wall, memoryPeak: row[15],
      idealRatio: (row[16] as Double?).map { wall / $0 })
  }
}
