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
  private var known: [[String]: Name?] = [:]

  init(_ columns: ColumnMap) throws { self.columns = try RunNames.columns.map { try columns($0) } }

  /// `nil` if the row holds a word that this calcmon does not know.
  mutating func name(_ row: Row) throws -> Name? {
    let words = try columns.map { try $0.value(row, as: String.self) }
    if let name = known[words] { return name }
    let name = RunNames.name(words)
    known[words] = .some(name)
    return name
  }

  private static func name(_ words: [String]) -> Name? {
    guard let strategy = Strategy(rawValue: words[1]), let runtime = Runtime(rawValue: words[2]),
      let kind = MixKind(rawValue: words[3]), let outcome = RunOutcome(rawValue: words[4])
    else { return nil }
    return Name(identity: RunIdentity(mix: words[0], strategy: strategy, runtime: runtime), kind: kind, outcome: outcome)
  }
}
