import Yams

/// Says where and why a text is no YAML.
struct SyntaxProblem {
  /// Longer lines are cut.
  private static let longest = 120

  private let source: SourceText

  init(_ source: SourceText) {
    self.source = source
  }

  func problem(_ error: YamlError) -> SettingsProblem {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      return self.problem(Place(mark), "is no YAML: \(reason(problem, Place(mark)))", context)
    case .composer(_, _, let mark, _): return self.problem(Place(mark), "a second document begins here; there may be one only")
    case .duplicatedKeysInMapping(_, let context): return self.problem(Place(context.mark), "a key is given twice")
    case .reader(_, _, let value, _):
      let place = source.firstPlace { $0.value == UInt32(truncatingIfNeeded: value) }
      return self.problem(
        place ?? Place(line: 1, column: 1), "is no text: it holds \(Self.name(value))", showsLine: false)
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded: return SettingsProblem(nil, "\(error)")
    }
  }

  /// Where nothing stands at the place, the problem is told at what began before it.
  private func problem(_ place: Place, _ message: String, _ context: YamlError.Context? = nil, showsLine: Bool = true)
    -> SettingsProblem
  {
    guard showsLine else { return SettingsProblem(place, message) }
    if line(place) == nil, let context {
      return SettingsProblem(Place(context.mark), "\(message), \(context.text)", source: line(Place(context.mark)))
    }
    let begin = context.map { $0.mark.line == place.line ? $0.text : "\($0.text) that begins in line \($0.mark.line)" }
    return SettingsProblem(place, [message, begin].compactMap { $0 }.joined(separator: ", "), source: line(place))
  }

  /// `U+0001`.
  private static func name(_ character: Int32) -> String {
    let digits = String(character, radix: 16, uppercase: true)
    return "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
  }

  private func reason(_ problem: String, _ place: Place) -> String {
    if source.line(from: place).first == "\t" { return "a tab cannot indent; use spaces" }
    return problem == "mapping values are not allowed in this context"
      ? "no ': ' is possible here; quote the text, or correct the indentation" : problem
  }

  /// The line; `nil` where there is nothing in it.
  private func line(_ place: Place) -> String? {
    let line = source.line(from: Place(line: place.line, column: 1))
    guard line.contains(where: { !$0.isWhitespace }) else { return nil }
    return line.mayHoldSecret
      ? "(not shown: it may hold a secret)" : String(line.prefix(Self.longest).map { $0 == "\t" ? "→" : $0 }).printable
  }
}

extension String {
  /// Whether it is one of the lines in which people write passwords, or a URL.
  fileprivate var mayHoldSecret: Bool {
    let line = lowercased()
    return ["password", "passwd", "credentials", "token", "secret", "_key", "apikey", "environment", "://", "@"].contains {
      line.contains($0)
    }
  }
}
