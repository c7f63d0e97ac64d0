import ArgumentParser

/// Words separated by commas, each once.
func words<Word: CaseIterable & RawRepresentable & Hashable>(
  _ text: String, _ what: String, of: Word.Type
) throws -> [Word] where Word.RawValue == String {
  let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
  return try text.split(separator: ",", omittingEmptySubsequences: false).reduce(into: []) { words, name in
    guard let word = Word(rawValue: String(name)) else {
      throw ValidationError("unknown \(what) '\(name)'; there are: \(known), and 'all'")
    }
    if !words.contains(word) { words.append(word) }
  }
}

/// `--format` of the commands that measure.
enum ResultFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}
