/// Reads the bytes of a request's header as they come, and refuses what is not exactly HTTP/1.1 at the first byte that shows it.
/// Stricter than a parser needs to be: whatever two readers could understand differently is an error (RFC 9112, sections 2 to 6
/// and 11.2).
struct RequestHeadScanner {
  private let limits: ServerLimits
  private var head = RequestHead()
  private var position = 0
  private var lineStart = 0
  private var inRequestLine = true
  private var requestLine = RequestLine()
  private var fields = FieldReader()

  init(limits: ServerLimits) { self.limits = limits }

  /// - Parameter bytes: everything from the first byte of the header on; each call has what the last one had, and more.
  /// - Returns: `nil` while the header has no end.
  mutating func scan(_ bytes: UnsafeRawBufferPointer) throws(RequestRefusal) -> RequestHead? {
    while position < bytes.count {
      guard position < limits.maxHeaderBytes else { throw .headerTooLarge }
      let byte = bytes[position]
      position += 1
      if byte == .lineFeed {
        guard position - lineStart >= 2, bytes[position - 2] == .carriageReturn else { throw .badLineEnd }
        let line = UnsafeRawBufferPointer(rebasing: bytes[lineStart..<position - 2])
        lineStart = position
        if try end(of: line) { return head }
      } else {
        try check(byte, before: position - lineStart >= 2 ? bytes[position - 2] : nil)
      }
    }
    return nil
  }

  private mutating func check(_ byte: UInt8, before: UInt8?) throws(RequestRefusal) {
    if before == .carriageReturn { throw .badLineEnd }
    if byte == .carriageReturn { return }
    if inRequestLine {
      try requestLine.read(byte, maxTarget: limits.maxTarget)
    } else if byte < 0x20 && byte != .tab || byte == 0x7F {
      throw .badHeader
    }
  }

  /// - Returns: whether it was the empty line that ends the header.
  private mutating func end(of line: UnsafeRawBufferPointer) throws(RequestRefusal) -> Bool {
    if inRequestLine {
      head.isHTTP10 = try requestLine.isHTTP10(line)
      inRequestLine = false
      return false
    }
    guard !line.isEmpty else {
      head.length = position
      try fields.finish(&head, limits: limits)
      return true
    }
    try fields.read(line, maxCount: limits.maxHeaders)
    return false
  }
}

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")

  /// Whether names and methods may have it (RFC 9110, section 5.6.2).
  var isToken: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
