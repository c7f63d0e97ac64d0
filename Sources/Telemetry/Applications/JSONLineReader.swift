/// Why a line is no JSON does not matter.
struct JSONLineError: Error {}

/// Takes a line of JSON apart, in one pass.
struct JSONLineReader {
  private static let wrong = JSONLineError()

  private let deepest: Int
  private var place = 0
  private var depth = 0
  private(set) var tokens: [JSONToken] = []
  private(set) var texts: [String] = []

  /// - Parameters:
  ///   - deepest: lists and objects in each other, at the most.
  ///   - length: of the line.
  init(deepest: Int, length: Int) {
    self.deepest = deepest
    // Most values are as long as that, with what is between them.
    tokens.reserveCapacity(length / 4 + 8)
  }

  /// - Throws: `JSONLineError`, if it is no JSON, or nested too deeply.
  mutating func read(_ bytes: Span<UInt8>) throws(JSONLineError) {
    try value(bytes)
    skipSpace(bytes)
    guard place == bytes.count else { throw Self.wrong }
  }

  private mutating func value(_ bytes: Span<UInt8>) throws(JSONLineError) {
    skipSpace(bytes)
    guard place < bytes.count else { throw Self.wrong }
    switch bytes[place] {
    case UInt8(ascii: "{"): try nested(bytes, .fields)
    case UInt8(ascii: "["): try nested(bytes, .list)
    case UInt8(ascii: "\""): try text(bytes)
    case UInt8(ascii: "t"): try word(bytes, "true", .yes)
    case UInt8(ascii: "f"): try word(bytes, "false", .no)
    case UInt8(ascii: "n"): try word(bytes, "null", .null)
    default: try number(bytes)
    }
  }

  // MARK: Lists and objects

  private mutating func nested(_ bytes: Span<UInt8>, _ kind: JSONToken.Kind) throws(JSONLineError) {
    place += 1
    depth += 1
    guard depth <= deepest else { throw Self.wrong }
    let own = tokens.count
    tokens.append(JSONToken(kind: kind, value: 0))
    let count = kind == .list ? try elements(bytes) : try fields(bytes)
    tokens[own].count = count
    tokens[own].next = tokens.count
    depth -= 1
  }

  private mutating func elements(_ bytes: Span<UInt8>) throws(JSONLineError) -> Int {
    skipSpace(bytes)
    if take(bytes, UInt8(ascii: "]")) { return 0 }
    var count = 0
    repeat {
      try value(bytes)
      count += 1
      skipSpace(bytes)
    } while take(bytes, UInt8(ascii: ","))
    guard take(bytes, UInt8(ascii: "]")) else { throw Self.wrong }
    return count
  }

  private mutating func fields(_ bytes: Span<UInt8>) throws(JSONLineError) -> Int {
    skipSpace(bytes)
    if take(bytes, UInt8(ascii: "}")) { return 0 }
    var count = 0
    repeat {
      skipSpace(bytes)
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw Self.wrong }
      try text(bytes)
      skipSpace(bytes)
      guard take(bytes, UInt8(ascii: ":")) else { throw Self.wrong }
      try value(bytes)
      count += 1
      skipSpace(bytes)
    } while take(bytes, UInt8(ascii: ","))
    guard take(bytes, UInt8(ascii: "}")) else { throw Self.wrong }
    return count
  }

  private mutating func append(_ kind: JSONToken.Kind, _ value: Int64 = 0) {
    tokens.append(JSONToken(kind: kind, value: value, next: tokens.count + 1))
  }

  // MARK: Numbers and words

  /// So many digits are in range, whichever they are.
  private static let safeDigits = 18

  private mutating func number(_ bytes: Span<UInt8>) throws(JSONLineError) {
    let isNegative = take(bytes, UInt8(ascii: "-"))
    let start = place
    var (value, end) = (Int64(0), place)
    while end < bytes.count, case let digit = bytes[end] &- 48, digit < 10 {
      value = value &* 10 &+ Int64(digit)
      end += 1
    }
    place = end
    // No digit, or a zero before others.
    guard place > start, place == start + 1 || bytes[start] != 48 else { throw Self.wrong }
    let fits = place - start <= Self.safeDigits || Self.fits(bytes, start..<place)
    if try skipFraction(bytes) || !fits { append(.number) } else { append(.whole, isNegative ? -value : value) }
  }

  private static func fits(_ bytes: Span<UInt8>, _ digits: Range<Int>) -> Bool {
    var value: Int64 = 0
    for index in digits {
      let (product, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, overSum) = product.addingReportingOverflow(Int64(bytes[index] - 48))
      if over || overSum { return false }
      value = sum
    }
    return true
  }

  /// Returns whether there is one, or an exponent.
  private mutating func skipFraction(_ bytes: Span<UInt8>) throws(JSONLineError) -> Bool {
    guard place < bytes.count else { return false }
    var isThere = false
    if take(bytes, UInt8(ascii: ".")) {
      isThere = true
      try skipDigits(bytes)
    }
    if take(bytes, UInt8(ascii: "e")) || take(bytes, UInt8(ascii: "E")) {
      isThere = true
      if !take(bytes, UInt8(ascii: "+")) { _ = take(bytes, UInt8(ascii: "-")) }
      try skipDigits(bytes)
    }
    return isThere
  }

  private mutating func skipDigits(_ bytes: Span<UInt8>) throws(JSONLineError) {
    let start = place
    while place < bytes.count, bytes[place] &- 48 < 10 { place += 1 }
    guard place > start else { throw Self.wrong }
  }

  private mutating func word(_ bytes: Span<UInt8>, _ word: StaticString, _ kind: JSONToken.Kind) throws(JSONLineError) {
    let length = word.utf8CodeUnitCount
    guard place + length <= bytes.count else { throw Self.wrong }
    for index in 0..<length where bytes[place + index] != word.utf8Start[index] { throw Self.wrong }
    place += length
    append(kind)
  }

  // MARK: Texts

  private mutating func text(_ bytes: Span<UInt8>) throws(JSONLineError) {
    let start = place + 1
    var (all, end) = (UInt8(0), start)
    while end < bytes.count, case let byte = bytes[end], byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      all |= byte
      end += 1
    }
    place = end
    guard all < 0x80, place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return try otherText(bytes, from: start) }
    var token = JSONToken(kind: .text, value: Int64(start), count: place - start, next: tokens.count + 1)
    if place > start {
      token.tag = JSONToken.tag(place - start, first: bytes[start], middle: bytes[(start + place) / 2], last: bytes[place - 1])
    }
    tokens.append(token)
    place += 1
  }

  /// One with escapes, or with more than ASCII.
  private mutating func otherText(_ bytes: Span<UInt8>, from start: Int) throws(JSONLineError) {
    var text: [UInt8] = (start..<place).map { bytes[$0] }
    while place < bytes.count, case let byte = bytes[place], byte >= 0x20 {
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: text, as: UTF8.self) else { throw Self.wrong }
        append(.otherText, Int64(texts.count))
        return texts.append(text)
      }
      if byte == UInt8(ascii: "\\") { text += try escape(bytes) } else { text.append(byte) }
    }
    throw Self.wrong
  }

  private mutating func escape(_ bytes: Span<UInt8>) throws(JSONLineError) -> [UInt8] {
    guard place < bytes.count else { throw Self.wrong }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return Array(String(try scalar(bytes)).utf8)
    default: throw Self.wrong
    }
  }

  /// A pair of surrogates is one character; half of one is none.
  private mutating func scalar(_ bytes: Span<UInt8>) throws(JSONLineError) -> Unicode.Scalar {
    let first = try hexadecimal(bytes)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take(bytes, UInt8(ascii: "\\")), take(bytes, UInt8(ascii: "u")) else { throw Self.wrong }
    let second = try hexadecimal(bytes)
    guard (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else {
      throw Self.wrong
    }
    return scalar
  }

  private mutating func hexadecimal(_ bytes: Span<UInt8>) throws(JSONLineError) -> UInt32 {
    guard place + 4 <= bytes.count else { throw Self.wrong }
    var value: UInt32 = 0
    for index in place..<place + 4 {
      let byte = bytes[index]
      switch byte {
      case 48...57: value = value << 4 + UInt32(byte - 48)
      case 65...70: value = value << 4 + UInt32(byte - 55)
      case 97...102: value = value << 4 + UInt32(byte - 87)
      default: throw Self.wrong
      }
    }
    place += 4
    return value
  }

  // MARK: Bytes

  private mutating func take(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while place < bytes.count, case let byte = bytes[place], byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
      place += 1
    }
  }
}
