import Samples
import Storage

/// A run with what its stalls sum to.
struct RunWithStalls {
  let run: StoredRun
  let stalls: StallSummary
}

extension ExportSource {
  private static let batchSize = 500

  private struct BatchIsFull: Error {}

  /// The runs, some hundred at a time. While `body` is called nothing is being read, so that it may read more of them.
  ///
  /// Runs that ended in the same millisecond are in the same batch.
  func forEachBatch(_ filter: HistoryFilter, _ body: ([StoredRun]) throws -> Void) throws {
    var next: Timestamp? = filter.since
    while let start = next {
      next = nil
      var batch: [StoredRun] = []
      do {
        try runs(filter.since(start)) { run in
          if batch.count >= ExportSource.batchSize, let last = batch.last, run.endedAt > last.endedAt {
            next = run.endedAt
            throw BatchIsFull()
          }
          batch.append(run)
        }
      } catch  where next != nil {}
      try body(batch)
    }
  }

  /// The runs, each with its stalls.
  func forEachRunWithStalls(_ filter: HistoryFilter, _ body: (RunWithStalls) throws -> Void) throws {
    try forEachBatch(filter) { batch in
      guard let first = batch.first, let last = batch.last else { return }
      var summaries: [Int64: StallSummary] = [:]
      try stalls(filter.since(first.endedAt, until: last.endedAt)) {
        summaries[$0.runID, default: StallSummary()].add($0.stall)
      }
      for run in batch { try body(RunWithStalls(run: run, stalls: summaries[run.id] ?? StallSummary())) }
    }
  }

  /// What was run, and how often, in order.
  func identities(_ filter: HistoryFilter) throws -> [(identity: RunIdentity, runs: Int)] {
    var counts: [RunIdentity: Int] = [:]
    try runs(filter) { counts[$0.identity, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension HistoryFilter {
  func since(_ since: Timestamp, until: Timestamp? = nil) -> HistoryFilter {
    HistoryFilter(since: since, until: until ?? self.until, mix: mix, strategy: strategy, runtime: runtime)
  }

  func of(_ identity: RunIdentity) -> HistoryFilter {
    HistoryFilter(since: since, until: until, mix: identity.mix, strategy: identity.strategy, runtime: identity.runtime)
  }
}
