import Samples
package import Snapshots
package import Storage

/// Some runs, the newest first, and how to get those before them.
package struct RunsPage: Sendable {
  /// The newest first, each as its targets judge it.
  package let runs: [JudgedRun]
  /// The query of the next page; `nil`: there is none.
  package let next: String?
  /// Where a verdict is asked for that few runs have: how many runs were looked at, before there were enough of it; else `nil`.
  package let looked: Int?

  /// Runs that are read at once, where each has to be judged to know whether it is asked for.
  private static let piece = 100
  /// Runs that are judged for one page at the most.
  private static let mostLooked = 1000

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
    var (position, found, looked) = (query.before, [JudgedRun](), 0)
    var hasMore = true
    let length = query.verdict == nil ? query.limit : Self.piece
    while hasMore, found.count <= query.limit, looked < (query.verdict == nil ? 1 : Self.mostLooked) {
      let piece: (runs: [JudgedRun], hasMore: Bool)
      do throws(APIProblem) {
        piece = try Self.piece(query, filter, before: position, length, snapshot, source)
      } catch {
        guard !found.isEmpty else { throw error }
        break
      }
      position = piece.runs.last.map { RunPosition($0.detail.run) } ?? position
      looked += piece.runs.count
      found += piece.runs.filter { run in query.verdict.map { $0 == run.verdict } ?? true }
      hasMore = piece.hasMore && !piece.runs.isEmpty
    }
    if found.count > query.limit {
      (found, hasMore) = (Array(found.prefix(query.limit)), true)
      position = found.last.map { RunPosition($0.detail.run) }
    }
    runs = found
    next = hasMore ? position.map { query.next(after: $0, filter) } : nil
    self.looked = found.count < query.limit && hasMore ? looked : nil
  }

  private static func piece(
    _ query: RunsQuery, _ filter: HistoryFilter, before position: RunPosition?, _ length: Int, _ snapshot: AgentSnapshot,
    _ source: HistorySource
  ) throws(APIProblem) -> (runs: [JudgedRun], hasMore: Bool) {
    let recent = snapshot.newestRuns.filter { detail in
      filter.includes(detail.run) && (query.outcome.map { $0 == detail.run.outcome } ?? true)
        && (position.map { RunPosition(detail.run) < $0 } ?? true)
    }.sorted { RunPosition($0.run) > RunPosition($1.run) }
    do throws(APIProblem) {
      return try source.read { reader in
        let stored =
          recent.count <= length ? try reader.runs(filter, outcome: query.outcome, before: position, limit: length + 1) : []
        let found = merged(recent, stored)
        var judge = RunJudge(reader)
        return (runs: try judge.judge(Array(found.prefix(length))), hasMore: found.count > length)
      }
    } catch {
      guard !recent.isEmpty else { throw error }
      return (recent.prefix(length).map(snapshot.judged), true)
    }
  }

  /// A run that is in both is the one of memory, which knows more of it.
  private static func merged(_ recent: [RunDetail], _ stored: [RunDetail]) -> [RunDetail] {
    let known = Set(recent.map(\.run.id))
    return (recent + stored.filter { !known.contains($0.run.id) })
      .sorted { RunPosition($0.run) > RunPosition($1.run) }
  }
}
