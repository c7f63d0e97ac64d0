import Reporting
import Samples
import Storage

/// A history in memory, read by the same rules as the one on disk: in order, and one reading at a time.
final class MemoryHistory {
  /// A reading was begun while another was under way.
  struct Overlapping: Error {}

  var runs: [StoredRun] = []
  var samples: [StoredSample] = []
  var stalls: [StoredStall] = []
  var verdicts: [StoredVerdict] = []
  var minutes: [StoredRollup] = []
  var hours: [StoredRollup] = []
  var latencies: [Int64: LatencyHistogram] = [:]
  var appIntervals: [AppInterval] = []
  var appStalls: [AppStallEntry] = []
  var appEvents: [AppOccurrence] = []
  private var isReading = false

  var source: ExportSource {
    var source = sourceOfRuns
    source.apps = { filter in
      filter.choosesApps ? Set(self.appIntervals.map(\.app)).filter { $0 == filter.app ?? $0 }.sorted() : []
    }
    source.appIntervals = { app, _, _, body in try self.read(self.appIntervals.filter { $0.app == app }, body) }
    source.appStalls = { app, _, body in try self.read(self.appStalls.filter { $0.app == app }, body) }
    source.appEvents = { app, _, body in try self.read(self.appEvents.filter { $0.app == app }, body) }
    return source
  }

  private var sourceOfRuns: ExportSource {
    ExportSource(
      runCount: { filter in self.runs.count { filter.takes($0.identity, $0.endedAt) } },
      runs: { filter, body in
        let runs = self.runs.filter { filter.takes($0.identity, $0.endedAt) }
        try self.read(runs.sorted { ($0.endedAt, $0.id) < ($1.endedAt, $1.id) }, body)
      },
      samples: { filter, quantity, body in
        let samples = self.samples.filter {
          filter.takes($0.identity, self.end(of: $0.runID)) && $0.quantity == quantity ?? $0.quantity
        }
        try self.read(samples.sorted { self.key($0) < self.key($1) }, body)
      },
      stalls: { filter, body in
        try self.read(self.stalls.filter { filter.takes($0.identity, self.end(of: $0.runID)) }, body)
      },
      verdicts: { filter, body in try self.read(self.verdicts.filter { filter.takes($0.identity, $0.at) }, body) },
      rollups: { filter, tier, body in
        try self.read((tier == .minute ? self.minutes : self.hours).filter { filter.takes($0.identity, $0.start) }, body)
      },
      loopLatency: { id in
        if self.isReading { throw Overlapping() }
        return self.latencies[id]
      })
  }

  /// Everything that there is.
  static let everything = HistoryFilter(since: Timestamp(milliseconds: .min), until: Timestamp(milliseconds: .max))

  private func read<Row>(_ rows: [Row], _ body: (Row) throws -> Void) throws {
    if isReading { throw Overlapping() }
    isReading = true
    defer { isReading = false }
    for row in rows { try body(row) }
  }

  private lazy var ends = Dictionary(uniqueKeysWithValues: runs.map { ($0.id, $0.endedAt) })

  private func end(of run: Int64) -> Timestamp { ends[run] ?? Timestamp(milliseconds: 0) }

  private func key(_ sample: StoredSample) -> (Timestamp, Int64, Timestamp) { (end(of: sample.runID), sample.runID, sample.at) }
}

extension HistoryFilter {
  fileprivate func takes(_ identity: RunIdentity, _ at: Timestamp) -> Bool {
    at >= since && at <= until && identity.mix == mix ?? identity.mix && identity.strategy == strategy ?? identity.strategy
      && identity.runtime == runtime ?? identity.runtime
  }
}
