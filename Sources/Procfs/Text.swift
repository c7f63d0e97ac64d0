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
  var lines: [Substring] { utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0) } }
}

/// Space, tab, line feed, vertical tab, form feed, carriage return.
private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
