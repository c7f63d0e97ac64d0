import GRDB
package import Samples

extension HistoryReader {
  /// What was run in a window, each with the kind that its newest run had, in order.
  package func identities(_ filter: HistoryFilter) throws -> [(identity: RunIdentity, kind: MixKind)] {
    try read(orIfEmpty: []) { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT mix, strategy, runtime, kind, max(ended_ms) FROM runs WHERE \(filter.runs)
          GROUP BY mix, strategy, runtime ORDER BY mix, strategy, runtime
          """, arguments: filter.arguments)
      return rows.compactMap { row in
        guard let identity = RunIdentity(row), let kind = MixKind(rawValue: row[3]) else { return nil }
        return (identity, kind)
      }
    }
  }
}
