/// What is wrong with an option's value, to be thrown by its reader.
package enum OptionProblem: Error, Hashable, CustomStringConvertible {
  /// What the value must be: goes on after `--option 'value'`, as in `is not HOST:PORT`.
  case demand(String)
  /// A sentence that says itself what of the value is wrong, as in `unknown strategy 'x'`.
  case part(String)

  /// Stand before the reason, where the sentence ends that the parser of the command line puts before it.
  fileprivate static let demandMark: Character = "\u{1}"
  fileprivate static let partMark: Character = "\u{2}"

  package var description: String {
    switch self {
    case .demand(let text): "\(OptionProblem.demandMark)\(text)"
    case .part(let text): "\(OptionProblem.partMark)\(text)"
    }
  }
}

/// The parser's sentence on a value, as it is said to people: the option, the value once, and what to do.
package enum OptionMessage {
  /// Makes one sentence of the parser's and the reader's. Other sentences stay as they are.
  package static func text(_ message: String) -> String {
    guard let subject = Subject(message) else { return message }
    guard !subject.value.isEmpty else { return "\(subject.name) must not be empty; give \(subject.valueName)" }
    if let reason = subject.reason(after: OptionProblem.demandMark) { return "\(subject.name) '\(subject.value)' \(reason)" }
    if let reason = subject.reason(after: OptionProblem.partMark) { return "\(subject.name): \(reason)" }
    let known = choices(subject.rest)
    return "\(subject.name) '\(subject.value)' "
      + (known.isEmpty ? "cannot be used" : "is none of \(known.joined(separator: ", "))")
  }

  /// Of `. Please provide one of 'text' and 'json'.`, or of a list with a line for each.
  private static func choices(_ text: Substring) -> [String] {
    guard text.hasPrefix(". Please provide one of ") else { return [] }
    let lines = text.split(separator: "\n").dropFirst().map { String($0.drop { $0 == " " || $0 == "-" }) }
    guard lines.isEmpty else { return lines }
    return text.split(separator: "'", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }
}

/// Of `The value 'x' is invalid for '--option <name>'`, and what follows.
private struct Subject {
  let value: Substring
  let name: Substring
  let valueName: String
  let rest: Substring

  init?(_ message: String) {
    let (start, middle) = ("The value '", "' is invalid for '")
    let reason = message.firstIndex { $0 == OptionProblem.demandMark || $0 == OptionProblem.partMark }
    let choice = message.firstRange(of: "'. Please provide one of ")?.lowerBound
    // What was typed may look like the parser's own words.
    guard message.hasPrefix(start), let found = message[..<(reason ?? choice ?? message.endIndex)].ranges(of: middle).last else {
      return nil
    }
    value = message[..<found.lowerBound].dropFirst(start.count)
    let option = message[found.upperBound...].prefix { $0 != "'" }
    rest = message[option.endIndex...].dropFirst()
    name = option.prefix { $0 != " " }
    valueName = option.firstIndex(of: "<").map { String(option[$0...]) } ?? "a value"
  }

  func reason(after mark: Character) -> Substring? {
    rest.firstIndex(of: mark).map { rest[$0...].dropFirst() }
  }
}
