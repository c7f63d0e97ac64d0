/// Rows that were left out of what was read, since a value of theirs cannot be read.
package struct DamagedRows: Hashable, Sendable {
  /// By table.
  package private(set) var counts: [String: Int] = [:]
  /// The one that was met first; `nil`: there is none.
  package private(set) var first: DamagedValue?

  /// None yet.
  package init() {}

  /// Of all tables.
  package var count: Int { counts.values.reduce(0, +) }

  /// Whether nothing was left out.
  package var isEmpty: Bool { first == nil }

  /// Counts a row.
  package mutating func add(_ damage: DamagedValue) {
    first = first ?? damage
    counts[damage.table, default: 0] += 1
  }

  /// `3 rows of the history cannot be read and were left out: column items_ok of runs, row 2, and 2 more (runs 1, stalls 2)`; `nil` of none.
  package var text: String? {
    guard let first else { return nil }
    let tables = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let others = count > 1 ? ", and \(count - 1) more (\(tables))" : ""
    let rows = count == 1 ? "1 row of the history cannot be read and was" : "\(count) rows of the history cannot be read and were"
    return "\(rows) left out: \(first.place)\(others)"
  }
}
