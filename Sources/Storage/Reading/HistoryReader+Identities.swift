import GRDB
package import Samples

extension HistoryReader {
  /// What was run in a window, each with the kind that its newest run had, in order.
  package func identities(_ filter: HistoryFilter) throws -> [(identity: RunIdentity, kind: MixKind)] {
    try read(orIfEmpty: []) { database in
      let (columns, rows) = try database.query(
        """
        SELECT mix, strategy, runtime, kind, max(ended_ms) FROM runs WHERE \(filter.runs)
        GROUP BY mix, strategy, runtime ORDER BY mix, strategy, runtime
        """, of: "runs", filter.arguments)
      let identity = try IdentityColumns(columns)
      return try rows.all(nil) { row in
        guard let identity = try identity.identity(row), let kind = try MixKind(rawValue: columns("kind").value(row)) else {
          return nil
        }
        return (identity, kind)
      }
    }
  }
}
