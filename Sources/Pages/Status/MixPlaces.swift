import Samples
import Snapshots

/// Where the details of each mix are on the page.
struct MixPlaces {
  /// In order of their first appearance.
  let mixes: [String]
  private let numbers: [String: Int]

  init(_ snapshot: AgentSnapshot) {
    var seen: Set<String> = []
    mixes = snapshot.canaries.map(\.identity.mix).filter { seen.insert($0).inserted }
    numbers = Dictionary(uniqueKeysWithValues: mixes.enumerated().map { ($1, $0) })
  }

  /// A name for an element.
  func id(of mix: String) -> String { "mix-\(numbers[mix] ?? 0)" }
}
