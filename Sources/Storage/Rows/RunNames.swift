import GRDB
import Samples

/// The words of a run. There are few different ones, so that each is understood once.
struct RunNames {
  struct Name {
    let identity: RunIdentity
    let kind: MixKind
    let outcome: RunOutcome
  }

  private static let columns = ["mix", "strategy", "runtime", "kind", "outcome"]

  private let columns: [StoredColumn]
  private var known: [[String]: Name] = [:]

  init(_ columns: ColumnMap) throws { self.columns = try RunNames.columns.map { try columns($0) } }

  /// - Throws: `DamagedValue`; also if a word is none that this calcmon knows.
  mutating func name(_ row: Row) throws -> Name {
    let words = try columns.map { try $0.value(row, as: String.self) }
    if let name = known[words] { return name }
    let name = try name(words, row)
    known[words] = name
    return name
  }

  private func name(_ words: [String], _ row: Row) throws -> Name {
    guard let strategy = Strategy(rawValue: words[1]) else { throw columns[1].damage(row) }
    guard let runtime = Runtime(rawValue: words[2]) else { throw columns[2].damage(row) }
    guard let kind = MixKind(rawValue: words[3]) else { throw columns[3].damage(row) }
    guard let outcome = RunOutcome(rawValue: words[4]) else { throw columns[4].damage(row) }
    return Name(identity: RunIdentity(mix: words[0], strategy: strategy, runtime: runtime), kind: kind, outcome: outcome)
  }
}
