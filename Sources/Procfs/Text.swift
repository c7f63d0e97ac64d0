import Glibc

// By bytes: the kernel separates by ASCII alone, and by characters it would take many times as long.

extension Substring {
  /// Without white space at either end.
  var trimmingSpaces: Substring {
    guard let first = utf8.firstIndex(where: { !isSpace($0) }), let last = utf8.lastIndex(where: { !isSpace($0) }) else {
      return self[startIndex..<startIndex]
    }
    return self[first..<utf8.index(after: last)]
  }

  /// What stands between white space.
  var words: [Substring] { utf8.split(whereSeparator: isSpace).map { Substring($0) } }

  /// Digits with at most one point among them, as the kernel writes fractions: no sign, no exponent, no `nan`.
  var decimal: Double? {
    guard utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else { return nil }
    return Double(self).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Its beginning, for an error of one line.
  var excerpt: String {
    let scalars = unicodeScalars.prefix(32).map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: " " as Unicode.Scalar
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}

extension String {
  /// Without white space at either end.
  var trimmingSpaces: Substring { self[...].trimmingSpaces }

  /// What stands between white space.
  var words: [Substring] { self[...].words }

  /// The lines, without their line feeds; empty ones left out.
  var lines: [Substring] {
    var lines: [Substring] = []
    forEachLine { line in
      lines.append(line)
      return true
    }
    return lines
  }

  /// The first line that begins so.
  func firstLine(beginningWith prefix: String) -> Substring? {
    var found: Substring?
    forEachLine { line in
      if line.utf8.starts(with: prefix.utf8) { found = line }
      return found == nil
    }
    return found
  }

  /// Hands out the lines, without their line feeds, until the body has enough; empty ones are left out.
  private func forEachLine(_ body: (Substring) -> Bool) {
    var text = self
    text.withUTF8 { bytes in
      var start = 0
      while start < bytes.count {
        let end = bytes.endOfLine(from: start)
        if end > start, !body(self.bytes(start..<end)) { return }
        start = end + 1
      }
    }
  }

  /// Takes constant time: the text is stored in UTF-8.
  private func bytes(_ range: Range<Int>) -> Substring {
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return self[start..<utf8.index(start, offsetBy: range.count)]
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the next line feed is, or their count.
  fileprivate func endOfLine(from start: Int) -> Int {
    guard let base = baseAddress, let feed = memchr(base + start, 0x0A, count - start) else { return count }
    return UnsafeRawPointer(feed) - UnsafeRawPointer(base)
  }
}

/// Space, tab, line feed, vertical tab, form feed, carriage return.
private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
