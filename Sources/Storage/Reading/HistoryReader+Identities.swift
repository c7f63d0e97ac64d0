import GRDB
package import Samples

extension HistoryReader {
  /// What was run in a window, each with the kind that its newest run had, in order.
  package func identities(_ filter: HistoryFilter) throws -> [(identity: RunIdentity, kind: MixKind)] {
    try read(orIfEmpty: []) { database, damages in
      let (columns, rows) = try database.query(
        """
        SELECT id, mix, strategy, runtime, kind, max(ended_ms) FROM runs WHERE \(filter.runs)
        GROUP BY mix, strategy, runtime ORDER BY mix, strategy, runtime
        """, of: "runs", key: "id", filter.arguments)
      let identity = try IdentityColumns(columns)
      let kinds = try columns("kind")
      return try rows.all(damages) { row in
        guard let kind = try MixKind(rawValue: kinds.value(row)) else { throw kinds.damage(row) }
        return (try identity.identity(row), kind)
      }
    }
  }
}
