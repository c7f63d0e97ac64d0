import Samples
package import Storage

/// An application of which nothing is kept.
package struct UnknownApp: Error, Hashable, CustomStringConvertible {
  let name: String
  let known: [String]

  package var description: String {
    guard !known.isEmpty else { return "unknown application '\(name)'; nothing is kept of any application" }
    let hint = NearestWord.of(name, among: known).map { "did you mean '\($0)'? " } ?? ""
    return "unknown application '\(name)'; \(hint)there are: \(known.joined(separator: ", "))"
  }
}

extension HistoryReader {
  /// - Throws: `UnknownApp`; what SQLite says.
  package func requireKnown(app: String?) throws {
    guard let app else { return }
    let known = try apps(since: Timestamp(milliseconds: 0), until: Timestamp(milliseconds: 253_402_300_799_999))
    guard known.contains(app) else { throw UnknownApp(name: app, known: known) }
  }
}
