/// The word that somebody meant who wrote another one: the least edits away, and no more than a third of its letters.
func nearest(_ word: String, among known: [String]) -> String? {
  let distances = known.map { (word: $0, distance: edits(from: Array(word.utf8.prefix(64)), to: Array($0.utf8))) }
  guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(1, min(word.utf8.count, best.word.utf8.count) / 3) ? best.word : nil
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
