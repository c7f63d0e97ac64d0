import Samples
package import Storage
import Workloads

/// A mix that was never run, and that calcmon does not bring along.
package struct UnknownMix: Error, Hashable, CustomStringConvertible {
  let name: String
  let known: [String]

  package var description: String {
    let hint = NearestWord.of(name, among: known).map { "did you mean '\($0)'? " } ?? ""
    return "unknown mix '\(name)'; \(hint)there are: \(known.joined(separator: ", "))"
  }
}

extension HistoryReader {
  /// - Throws: `UnknownMix`; what SQLite says.
  package func requireKnown(mix: String?) throws {
    guard let mix else { return }
    let known = Set(try mixes() + Mix.builtIn.map(\.name))
    guard known.contains(mix) else { throw UnknownMix(name: mix, known: known.sorted()) }
  }
}
