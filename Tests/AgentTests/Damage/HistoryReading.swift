import Alerting
import CalcmonTesting
import Foundation
import Reporting
import Samples
import Storage
import Thresholds

/// All that is read of a history, by commands and by the agent. What matters is that it comes to an end.
struct HistoryReading {
  let path: String
  private var filter: HistoryFilter { DamagedHistory.window }
  private var now: Timestamp { DamagedHistory.now.advanced(bySeconds: 200) }

  /// What commands do: each with a reader of its own, as they have. Returns what readers have left out.
  func commands() -> [DamagedRows] {
    let reads: [(HistoryReader) throws -> Void] = [report, exports, backtest, alerts, rest]
    return reads.compactMap { read in
      guard let reader = try? HistoryReader(path: path) else { return nil }
      defer { try? reader.close() }
      // An error is an answer.
      try? read(reader)
      return reader.damagedRows
    }
  }

  private func report(_ reader: HistoryReader) throws {
    var report = try Report(reader, filter)
    report.compare(with: report.runsToCompare, from: "before")
    _ = (report.text, report.markdown, report.html, report.junit, report.textfile)
    _ = try SavedReport.runs(fromJSON: try report.json())
  }

  private func exports(_ reader: HistoryReader) throws {
    let source = ExportSource(reader)
    _ = try? OpenMetricsExport.write(from: source, filter) { _ in }
    for kind in ExportKind.allCases { _ = try? CSVExport.write(kind, from: source, filter, tell: { _ in }, to: { _ in }) }
    _ = try? JSONLinesExport.write(.runs, from: source, filter, tell: { _ in }, to: { _ in })
  }

  private func backtest(_ reader: HistoryReader) throws {
    let rules = Backtest.Rules(
      targets: { _, kind in Target.standard(for: kind) }, alerts: { _ in true }, rules: AlertRule.standard, window: 600)
    let timeline = try Backtest(reader, filter, rules).timeline
    _ = (timeline.text(until: filter.until, showsIDs: false), timeline.summary(until: filter.until))
    _ = try timeline.json(until: filter.until)
  }

  private func alerts(_ reader: HistoryReader) throws {
    let list = AlertList(
      try reader.alerts(), silences: try reader.silences(at: now).map(\.silence), aliveAt: try reader.alertsAliveAt(), at: now)
    _ = (list.text, try list.json())
    let timeline = AlertTimeline(try reader.alertTransitions(since: filter.since, until: filter.until))
    _ = (timeline.text(until: filter.until, showsIDs: true), try timeline.json(until: filter.until))
    for episode in timeline.episodes {
      guard case .one(let found) = try reader.alertEpisode(idPrefix: episode.id) else { continue }
      let evidence = try AlertEvidence(found, reader, at: now)
      _ = (evidence.text, try evidence.json())
    }
  }

  private func rest(_ reader: HistoryReader) throws {
    _ = try? reader.mixes()
    _ = try? reader.agentStoppedAt()
    _ = try? reader.calibrations()
    _ = try? reader.runtimeCosts()
    for id in [Int64(1), 5] { _ = try? reader.run(id) }
    _ = try? reader.runs(filter, limit: 100)
    _ = try? reader.latencyHeat(filter, bounds: [0.001, 0.1], columns: 50)
    for step in [1, 60, 3600] as [Double] { _ = try? reader.sampleSeries(filter, of: .memory, stepSeconds: step) }
  }

  /// What the agent does at its start and as long as it lives.
  func agent() async throws {
    let store = try HistoryStore(path: path, version: "test", pid: 1, at: now)
    _ = try? await store.calibrations()
    _ = try? await store.runtimeCosts()
    _ = try? await store.alertMemory()
    _ = try? await store.silences(at: now)
    _ = try? await store.recentRunEvidence(since: filter.since)
    try? await store.write([.run(Records.completed(at: now))])
    let retention = Retention(raw: 1, minute: 1, hour: 1, size: 1 << 30)
    var pass = try await store.beginRetention(retention, now: now.advanced(bySeconds: 50_000))
    var steps = 0
    while steps < 1000, (try? await store.retain(&pass)) == true { steps += 1 }
    if steps == 1000 { throw Endless() }
    try await store.close(at: now)
  }

  /// A retention that finds more to do for ever.
  struct Endless: Error {}
}
