/// The known word that is nearest to a misspelt one.
package enum NearestWord {
  private static let longest = 64
  /// Two words that begin with fewer letters have nothing in common.
  private static let shortestBeginning = 4

  /// The least edits away, and no more than a third of its letters; else the one that begins as the other does, for most of its letters.
  package static func of(_ word: String, among known: [String]) -> String? {
    let letters = Array(word.utf8.prefix(longest))
    let distances = known.map { (word: $0, distance: edits(from: letters, to: Array($0.utf8))) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    if best.distance <= max(1, min(word.utf8.count, best.word.utf8.count) / 3) { return best.word }
    let beginnings = known.map { (word: $0, length: zip(letters, $0.utf8).prefix { $0 == $1 }.count) }
    guard let longest = beginnings.max(by: { $0.length < $1.length }), longest.length >= shortestBeginning else { return nil }
    return longest.length * 3 >= 2 * min(letters.count, longest.word.utf8.count) ? longest.word : nil
  }

  /// `did you mean 'run'?`, or what there is.
  ///
  /// - Parameter otherwise: said if no word is near.
  package static func hint(_ word: String, among known: [String], otherwise: String) -> String {
    of(word, among: known).map { "did you mean '\($0)'?" } ?? otherwise
  }
}

/// Letters inserted, removed, replaced, or exchanged with their neighbour (optimal string alignment).
private func edits(from a: [UInt8], to b: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var least = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, beforeLast[j - 1] + 1) }
      row.append(least)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
