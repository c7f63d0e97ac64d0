import ArgumentParser
import Console

/// Words separated by commas, each once; or `all`.
func words<Word: CaseIterable & RawRepresentable & Hashable>(
  _ text: String, _ what: String, of: Word.Type
) throws(OptionProblem) -> [Word] where Word.RawValue == String {
  if text == "all" { return Array(Word.allCases) }
  let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
  var words: [Word] = []
  for name in text.split(separator: ",", omittingEmptySubsequences: false) {
    guard let word = Word(rawValue: String(name)) else {
      throw name == "all"
        ? OptionProblem.part("'all' stands alone, without others beside it; or name some of: \(known)")
        : OptionProblem.part("unknown \(what) '\(name)'; there are: \(known), and 'all'")
    }
    if !words.contains(word) { words.append(word) }
  }
  return words
}

/// `--format` of the commands that measure.
enum ResultFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}
