package import Samples

/// A point of a plot over time.
package protocol TimedValue: Sendable {
  /// In the quantity's base unit.
  var value: Double { get }
  /// When it was so.
  var at: Timestamp { get }
}

extension Array where Element: TimedValue {
  /// What a line connects: a new piece begins where nothing was measured for five times as long as usual.
  package var pieces: [[Element]] {
    let gaps = zip(self, dropFirst()).map { $1.at.milliseconds - $0.at.milliseconds }
    let longest = 5 * Swift.max(1, gaps.sorted().dropFirst(gaps.count / 2).first ?? 1)
    return zip([0] + gaps, self).reduce(into: []) { pieces, next in
      if next.0 <= longest, let last = pieces.indices.last { pieces[last].append(next.1) } else { pieces.append([next.1]) }
    }
  }
}
