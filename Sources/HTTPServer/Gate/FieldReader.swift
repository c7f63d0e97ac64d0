/// The header fields, line by line. It keeps only those that say how the request is framed.
struct FieldReader {
  private var count = 0
  private var hosts = 0
  private var lengths = 0
  private var length = 0
  private var codings = 0
  private var isChunked = false
  private var closes = false
  private var asksToKeep = false
  private var expectsContinue = false
  private var upgrades = false

  mutating func read(_ line: UnsafeRawBufferPointer, maxCount: Int) throws(RequestRefusal) {
    count += 1
    guard count <= maxCount else { throw .tooManyHeaders }
    guard line[0] != .space, line[0] != .tab else { throw .foldedHeader }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { throw .badHeader }
    for byte in line[..<colon] where !byte.isToken { throw .badHeader }
    try read(name: line[..<colon], value: line[(colon + 1)...].trimmed)
  }

  private mutating func read(
    name: Slice<UnsafeRawBufferPointer>, value: Slice<UnsafeRawBufferPointer>
  ) throws(RequestRefusal) {
    switch name.count {
    case 4 where name.isEqual(ignoringCase: "host"): try readHost(value)
    case 6 where name.isEqual(ignoringCase: "expect"):
      guard value.isEqual(ignoringCase: "100-continue") else { throw .unknownExpectation }
      expectsContinue = true
    case 7 where name.isEqual(ignoringCase: "upgrade"): upgrades = true
    case 10 where name.isEqual(ignoringCase: "connection"): readConnection(value)
    case 14 where name.isEqual(ignoringCase: "content-length"): try readLength(value)
    case 17 where name.isEqual(ignoringCase: "transfer-encoding"):
      codings += 1
      isChunked = value.isEqual(ignoringCase: "chunked")
    default: break
    }
  }

  /// What is true only of all fields together.
  func finish(_ head: inout RequestHead, limits: ServerLimits) throws(RequestRefusal) {
    guard hosts == 1 || head.isHTTP10 else { throw .noHost }
    if codings > 0 {
      guard lengths == 0, !head.isHTTP10 else { throw .lengthAndCoding }
      guard codings == 1, isChunked else { throw .unknownCoding }
      head.body = .chunked
    } else if length > 0 {
      guard length <= limits.maxBody else { throw .bodyTooLarge }
      head.body = .length(length)
    }
    // The parser stops for good at an upgrade that nobody makes.
    head.keepsAlive = !closes && !upgrades && (!head.isHTTP10 || asksToKeep)
    head.expectsContinue = expectsContinue && !head.isHTTP10
  }

  private mutating func readHost(_ value: Slice<UnsafeRawBufferPointer>) throws(RequestRefusal) {
    hosts += 1
    guard hosts == 1 else { throw .manyHosts }
    for byte in value where byte <= .space || byte > 0x7E || "\"#,/<>?@\\^`{|}".utf8.contains(byte) { throw .badHost }
  }

  private mutating func readLength(_ value: Slice<UnsafeRawBufferPointer>) throws(RequestRefusal) {
    lengths += 1
    guard lengths == 1 else { throw .manyContentLengths }
    guard !value.isEmpty else { throw .badContentLength }
    for byte in value {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { throw .badContentLength }
      // Past any limit on bodies, and never past what an Int holds.
      length = min(length * 10 + Int(byte - UInt8(ascii: "0")), 1 << 50)
    }
  }

  private mutating func readConnection(_ value: Slice<UnsafeRawBufferPointer>) {
    for option in value.split(separator: UInt8(ascii: ",")) {
      if option.trimmed.isEqual(ignoringCase: "close") { closes = true }
      if option.trimmed.isEqual(ignoringCase: "keep-alive") { asksToKeep = true }
    }
  }
}

extension Slice<UnsafeRawBufferPointer> {
  /// Without spaces and tabs around it.
  fileprivate var trimmed: Self {
    let isText = { (byte: UInt8) in byte != .space && byte != .tab }
    guard let first = firstIndex(where: isText), let last = lastIndex(where: isText) else { return self[startIndex..<startIndex] }
    return self[first...last]
  }
}
