import Synchronization

/// Counts the rows that readers leave out, each once however often it is met.
package final class DamageTally: Sendable {
  /// So many rows are told apart; those beyond them are not counted.
  private static let mostKnown = 10_000

  /// A row, or, if it has no number, the column of its table.
  private struct Place: Hashable {
    let table: String
    let row: Int64?
    let column: String?

    init(_ damage: DamagedValue) {
      (table, row) = (damage.table, damage.row)
      column = damage.row == nil ? damage.column : nil
    }
  }

  private struct State {
    var known: Set<Place> = []
    var values: [DamagedValue] = []
    var rows = DamagedRows()
    var observer: (@Sendable (DamagedValue) -> Void)?
  }

  private let state = Mutex(State())

  /// Nothing is counted yet.
  package init() {}

  /// What was left out so far.
  package var rows: DamagedRows { state.withLock { $0.rows } }

  /// Counts a row that is left out.
  package func leaveOut(_ damage: DamagedValue) {
    let observer = state.withLock { state -> (@Sendable (DamagedValue) -> Void)? in
      guard state.known.count < Self.mostKnown, state.known.insert(Place(damage)).inserted else { return nil }
      state.rows.add(damage)
      state.values.append(damage)
      return state.observer
    }
    observer?(damage)
  }

  /// Has somebody told of each row, also of those that were met before.
  package func observe(_ observer: @escaping @Sendable (DamagedValue) -> Void) {
    let before = state.withLock { state in
      state.observer = observer
      return state.values
    }
    for damage in before { observer(damage) }
  }
}
