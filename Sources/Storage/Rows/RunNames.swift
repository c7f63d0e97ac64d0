import GRDB
import Samples

/// The words of a run. There are few different ones, so that each is understood once.
struct RunNames {
  struct Name {
    let identity: RunIdentity
    let kind: MixKind
    let outcome: RunOutcome
  }

  private struct Key: Hashable {
    let words: [String]
  }

  private var known: [Key: Name?] = [:]

  /// From a row that begins with mix, strategy, runtime, kind and outcome; `nil` where it holds a word that this calcmon does not know.
  subscript(row: Row) -> Name? {
    mutating get {
      let key = Key(words: (0..<5).map { row[$0] })
      if let name = known[key] { return name }
      let name = RunNames.name(key.words)
      known[key] = .some(name)
      return name
    }
  }

  private static func name(_ words: [String]) -> Name? {
    guard let strategy = Strategy(rawValue: words[1]), let runtime = Runtime(rawValue: words[2]),
      let kind = MixKind(rawValue: words[3]), let outcome = RunOutcome(rawValue: words[4])
    else { return nil }
    return Name(identity: RunIdentity(mix: words[0], strategy: strategy, runtime: runtime), kind: kind, outcome: outcome)
  }
}
