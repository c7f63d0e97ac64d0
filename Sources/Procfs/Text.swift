extension StringProtocol {
  /// Without white space at either end.
  var trimmingSpaces: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return self[startIndex..<startIndex]
    }
    return self[first...last]
  }

  /// The lines, without their line breaks; empty ones left out.
  var lines: [SubSequence] { split(whereSeparator: \.isNewline) }

  /// The value of a `Key:  value` line, trimmed.
  func value(ofKey key: String) -> Substring? {
    for line in lines where line.hasPrefix(key) {
      let rest = line.dropFirst(key.count)
      if rest.first == ":" { return Substring(rest.dropFirst().trimmingSpaces) }
    }
    return nil
  }
}
