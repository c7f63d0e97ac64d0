/// A value of a line of JSON, taken apart. How deeply it is nested is looked at before.
///
/// It knows what probes say: whole numbers. Others are taken apart, and are of no use.
enum JSONPart {
  case null
  case flag(Bool)
  case whole(Int64)
  /// A number that is no whole one, or too large.
  case number
  case text(String)
  case list([JSONPart])
  /// A list of whole numbers, which most lists are. One that is empty is a `list`.
  case wholes([Int64])
  case fields([(key: String, value: JSONPart)])

  /// The value of a line; `nil` if it is no JSON.
  init?(_ line: ArraySlice<UInt8>) {
    var reader = JSONLineReader(line)
    guard let part = try? reader.whole() else { return nil }
    self = part
  }
}

private struct JSONLineError: Error {}

private struct JSONLineReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  private static let wrong = JSONLineError()

  mutating func whole() throws(JSONLineError) -> JSONPart {
    let part = try value()
    skipSpace()
    guard place == bytes.endIndex else { throw Self.wrong }
    return part
  }

  private mutating func value() throws(JSONLineError) -> JSONPart {
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try fields()
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func fields() throws(JSONLineError) -> JSONPart {
    var fields: [(key: String, value: JSONPart)] = []
    place += 1
    skipSpace()
    if take(UInt8(ascii: "}")) { return .fields(fields) }
    fields.reserveCapacity(8)
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw Self.wrong }
      let key = try text()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw Self.wrong }
      fields.append((key, try value()))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw Self.wrong }
    return .fields(fields)
  }

  private mutating func list() throws(JSONLineError) -> JSONPart {
    place += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return .list([]) }
    let first = try value()
    guard case .whole(let number) = first else { return try list(after: [first]) }
    return try list(after: number)
  }

  private mutating func list(after first: Int64) throws(JSONLineError) -> JSONPart {
    var numbers: [Int64] = []
    numbers.reserveCapacity(2)
    numbers.append(first)
    while try goesOn() {
      let next = try value()
      guard case .whole(let number) = next else { return try list(after: numbers.map { .whole($0) } + [next]) }
      numbers.append(number)
    }
    return .wholes(numbers)
  }

  private mutating func list(after first: [JSONPart]) throws(JSONLineError) -> JSONPart {
    var elements = first
    while try goesOn() { elements.append(try value()) }
    return .list(elements)
  }

  /// Returns whether there is another element of a list.
  private mutating func goesOn() throws(JSONLineError) -> Bool {
    skipSpace()
    if take(UInt8(ascii: ",")) { return true }
    guard take(UInt8(ascii: "]")) else { throw Self.wrong }
    return false
  }

  // MARK: Numbers and words

  private mutating func number() throws(JSONLineError) -> JSONPart {
    let isNegative = take(UInt8(ascii: "-"))
    let start = place
    var (value, fits) = (Int64(0), true)
    while let digit = peek, (48...57).contains(digit) {
      let (product, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, overSum) = product.addingReportingOverflow(Int64(digit - 48))
      fits = fits && !over && !overSum
      value = sum
      place += 1
    }
    // No digit, or a zero before others.
    guard place > start, place == start + 1 || bytes[start] != 48 else { throw Self.wrong }
    if try skipFraction() || !fits { return .number }
    return .whole(isNegative ? -value : value)
  }

  /// Returns whether there is one, or an exponent.
  private mutating func skipFraction() throws(JSONLineError) -> Bool {
    var isThere = false
    if take(UInt8(ascii: ".")) {
      isThere = true
      try skipDigits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isThere = true
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try skipDigits()
    }
    return isThere
  }

  private mutating func skipDigits() throws(JSONLineError) {
    let start = place
    while let digit = peek, (48...57).contains(digit) { place += 1 }
    guard place > start else { throw Self.wrong }
  }

  private mutating func word(_ word: StaticString, _ part: JSONPart) throws(JSONLineError) -> JSONPart {
    let length = word.utf8CodeUnitCount
    guard place + length <= bytes.endIndex else { throw Self.wrong }
    for index in 0..<length where bytes[place + index] != word.utf8Start[index] { throw Self.wrong }
    place += length
    return part
  }

  // MARK: Texts

  private mutating func text() throws(JSONLineError) -> String {
    place += 1
    let start = place
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
    if peek == UInt8(ascii: "\"") {
      defer { place += 1 }
      guard let text = String(validating: bytes[start..<place], as: UTF8.self) else { throw Self.wrong }
      return text
    }
    return try escapedText(Array(bytes[start..<place]))
  }

  private mutating func escapedText(_ begin: [UInt8]) throws(JSONLineError) -> String {
    var text = begin
    while let byte = peek, byte >= 0x20 {
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: text, as: UTF8.self) else { throw Self.wrong }
        return text
      }
      if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
    }
    throw Self.wrong
  }

  private mutating func escape() throws(JSONLineError) -> [UInt8] {
    guard let byte = peek else { throw Self.wrong }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
    default: throw Self.wrong
    }
  }

  /// A pair of surrogates is one character; half of one is none.
  private mutating func scalar() throws(JSONLineError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw Self.wrong }
    let second = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else {
      throw Self.wrong
    }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONLineError) -> UInt32 {
    guard place + 4 <= bytes.endIndex else { throw Self.wrong }
    var value: UInt32 = 0
    for byte in bytes[place..<place + 4] {
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

  private var peek: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { place += 1 }
  }
}
