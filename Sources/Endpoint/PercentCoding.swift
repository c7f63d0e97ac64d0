/// Percent-encoding (RFC 3986, section 2.1).
enum PercentCoding {
  /// `nil` where a `%` is not followed by two hexadecimal digits, or what comes out is not UTF-8.
  ///
  /// - Parameter plusIsSpace: as in queries that forms send.
  static func decoded(_ text: String, plusIsSpace: Bool = false) -> String? {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return text }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The names and values of a query, in their order; `nil` where one cannot be decoded.
  static func query(_ text: String) -> EndpointContent.Query? {
    let pairs = text.split(separator: "&", omittingEmptySubsequences: true).map { pair in
      pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { decoded(String($0), plusIsSpace: true) }
    }
    var query: EndpointContent.Query = []
    for pair in pairs {
      guard let name = pair.first ?? nil, let value = pair.count > 1 ? pair[1] : "" else { return nil }
      query.append((name, value))
    }
    return query
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
