import Rendering
import Samples

/// The parameters of a query, each read by its name.
struct Parameters {
  private let values: [String: [String]]

  /// Takes all of them, as Prometheus does: whoever asks for its shapes may send what only others know.
  init(_ query: [(name: String, value: String)]) {
    values = Dictionary(grouping: query, by: \.name).mapValues { $0.map(\.value) }
  }

  /// Refuses parameters that a route does not take, and those that are there more than once.
  ///
  /// - Parameters:
  ///   - route: as messages name it: `/api/v1/runs`.
  ///   - repeatable: may be there more than once.
  init(
    _ query: [(name: String, value: String)], of route: String, known: [String], repeatable: Set<String> = []
  ) throws(APIProblem) {
    self.init(query)
    for (name, _) in query {
      guard known.contains(name) else {
        let allowed = known.isEmpty ? "no parameters" : WordList.text(known)
        let hint = NearestWord.of(name, among: known).map { "did you mean \($0.quoted)? " } ?? ""
        throw APIProblem(.badData, "unknown parameter \(name.quoted); \(hint)\(route) takes \(allowed)")
      }
      if let count = values[name]?.count, count > 1, !repeatable.contains(name) {
        throw APIProblem(.badData, "parameter \(name.quoted) is given \(count) times; once is allowed")
      }
    }
  }

  /// The first of a name; `nil` where there is none, or where it is empty, as a form sends it.
  subscript(name: String) -> String? { values[name]?.first.flatMap { $0.isEmpty ? nil : $0 } }

  /// All of a name but the empty ones.
  func all(_ name: String) -> [String] { (values[name] ?? []).filter { !$0.isEmpty } }

  /// One of some words.
  ///
  /// - Parameter words: those that are taken; `nil`: all.
  func word<Word: RawRepresentable<String> & CaseIterable & Equatable>(
    _ name: String, _: Word.Type, among words: [Word]? = nil
  ) throws(APIProblem) -> Word? {
    guard let text = self[name] else { return nil }
    let words = words ?? Array(Word.allCases)
    guard let word = Word(rawValue: text), words.contains(word) else {
      throw .invalid(name, text, "is none of \(WordList.text(words.map(\.rawValue)))")
    }
    return word
  }

  /// A whole number in a range.
  func number(_ name: String, in range: ClosedRange<Int>) throws(APIProblem) -> Int? {
    guard let text = self[name] else { return nil }
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text), range.contains(number) else {
      throw .invalid(name, text, "is no whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func time(_ name: String) throws(APIProblem) -> TimePoint? {
    guard let text = self[name] else { return nil }
    do { return try TimePoint(text) } catch { throw .invalid(name, text, "\(error)") }
  }
}
