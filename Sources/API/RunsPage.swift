import Samples
package import Snapshots
package import Storage

/// Some runs, the newest first, and how to get those before them.
package struct RunsPage: Sendable {
  /// The newest first.
  package let runs: [RunDetail]
  /// The query of the next page; `nil`: there is none.
  package let next: String?

  /// As the API gives them.
  ///
  /// - Throws: `APIProblem`.
  package init(
    _ query: RunsQuery, _ snapshot: AgentSnapshot, history: HistoryReader?, within limit: Duration = .seconds(5)
  ) throws(APIProblem) {
    try self.init(query, snapshot, HistorySource(reader: history, limit: limit))
  }

  /// From memory as far as that goes, which has the newest runs without a gap, and from there on from the history. Where that cannot be read,
  /// what memory has is the page, and the next page tells why there is no more.
  ///
  /// - Throws: where the window is empty, and where the history cannot be read and memory has nothing to show.
  init(_ query: RunsQuery, _ snapshot: AgentSnapshot, _ source: HistorySource) throws(APIProblem) {
    let filter = try query.filter(at: snapshot.at)
    let recent = snapshot.newestRuns.filter { detail in
      filter.includes(detail.run) && (query.outcome.map { $0 == detail.run.outcome } ?? true)
        && (query.before.map { RunPosition(detail.run) < $0 } ?? true)
    }.sorted { RunPosition($0.run) > RunPosition($1.run) }
    var found = recent
    var isMissing = false
    if recent.count <= query.limit {
      do throws(APIProblem) {
        let stored = try source.read {
          try $0.runs(filter, outcome: query.outcome, before: query.before, limit: query.limit + 1)
        }
        found = Self.merged(recent, stored)
      } catch {
        guard !recent.isEmpty else { throw error }
        isMissing = true
      }
    }
    runs = Array(found.prefix(query.limit))
    let hasMore = found.count > query.limit || isMissing
    next = hasMore ? runs.last.map { query.next(after: $0.run, filter) } : nil
  }

  /// A run that is in both is the one of memory, which knows more of it.
  private static func merged(_ recent: [RunDetail], _ stored: [RunDetail]) -> [RunDetail] {
    let known = Set(recent.map(\.run.id))
    return (recent + stored.filter { !known.contains($0.run.id) })
      .sorted { RunPosition($0.run) > RunPosition($1.run) }
  }
}
