/// One element of a header that lists what a client accepts: a value, parameters, and how much it is liked.
///
/// Whatever stands in the header, reading it does not fail: elements that cannot be understood are left out.
///
/// Source: RFC 9110, sections 5.6.1, 5.6.6 and 12.4.2.
struct HeaderElement {
  /// In lower case.
  let value: String
  /// 0...1
  let quality: Double
  private let parameters: [(name: String, value: String)]

  /// The elements of all headers of a name, in their order.
  static func list(_ headers: [String]) -> [HeaderElement] {
    headers.flatMap { split(Array($0.utf8)[...], at: UInt8(ascii: ",")).compactMap(HeaderElement.init) }
  }

  /// `nil` where there is no value, or where the quality is no number.
  private init?(_ bytes: ArraySlice<UInt8>) {
    var parts = HeaderElement.split(bytes, at: UInt8(ascii: ";"))[...]
    value = HeaderElement.text(parts.removeFirst()).lowercased()
    parameters = parts.map { part in
      let name = part.prefix { $0 != UInt8(ascii: "=") }
      return (HeaderElement.text(name).lowercased(), HeaderElement.unquoted(part.dropFirst(name.count + 1)))
    }
    if let text = parameters.first(where: { $0.name == "q" })?.value {
      guard let number = Double(text), number.isFinite else { return nil }
      quality = min(max(number, 0), 1)
    } else {
      quality = 1
    }
    if value.isEmpty { return nil }
  }

  /// The first parameter of this name.
  subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// Never empty. What is quoted is not split.
  private static func split(_ bytes: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var begin = bytes.startIndex
    var (isQuoted, isEscaped) = (false, false)
    for index in bytes.indices {
      switch bytes[index] {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isQuoted: isEscaped = true
      case UInt8(ascii: "\""): isQuoted.toggle()
      case separator where !isQuoted:
        pieces.append(bytes[begin..<index])
        begin = index + 1
      default: break
      }
    }
    return pieces + [bytes[begin...]]
  }

  /// Without the white space around it.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var rest = bytes.drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return rest
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: trimmed(bytes), as: UTF8.self) }

  private static func unquoted(_ bytes: ArraySlice<UInt8>) -> String {
    let trimmed = trimmed(bytes)
    guard trimmed.first == UInt8(ascii: "\"") else { return text(trimmed) }
    var content: [UInt8] = []
    var isEscaped = false
    for byte in trimmed.dropFirst() {
      if !isEscaped, byte == UInt8(ascii: "\"") { break }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      if !isEscaped { content.append(byte) }
    }
    return String(decoding: content, as: UTF8.self)
  }
}
