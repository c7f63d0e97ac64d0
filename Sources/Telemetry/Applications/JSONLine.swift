/// A line of JSON, taken apart once. Nothing is made of what is not asked for.
///
/// It knows what probes say: whole numbers. Others are taken apart, and are of no use.
final class JSONLine {
  /// The line.
  let bytes: ArraySlice<UInt8>
  /// Its value, and then all that is in it.
  let tokens: [JSONToken]
  /// Texts that are not as they stand in it.
  private let texts: [String]

  /// Takes a line apart; `nil` if it is no JSON, or nested more deeply.
  init?(_ bytes: ArraySlice<UInt8>, deepest: Int) {
    var reader = JSONLineReader(deepest: deepest, length: bytes.count)
    guard (try? reader.read(bytes.span)) != nil else { return nil }
    self.bytes = bytes
    tokens = reader.tokens
    texts = reader.texts
  }

  /// The text at a place; `nil` if there is none.
  func text(at place: Int) -> String? {
    let token = tokens[place]
    switch token.kind {
    case .text:
      let start = bytes.startIndex + Int(token.value)
      return String(decoding: bytes[start..<start + token.count], as: UTF8.self)
    case .otherText: return texts[Int(token.value)]
    default: return nil
    }
  }

  /// Whether the text at a place is so.
  func isText(_ text: StaticString, at place: Int) -> Bool {
    let token = tokens[place]
    guard token.kind == .text else { return token.kind == .otherText && texts[Int(token.value)] == "\(text)" }
    guard token.count == text.utf8CodeUnitCount else { return false }
    let (start, name) = (bytes.startIndex + Int(token.value), text.utf8Start)
    for index in 0..<token.count where bytes[start + index] != name[index] { return false }
    return true
  }

  /// The place of the value of a field; `nil` if an object has none of that name. Of fields of one name the first counts.
  ///
  /// - Parameter name: not empty.
  func field(_ name: StaticString, of object: Int) -> Int? {
    let tag = JSONLine.tag(name)
    let tokens = tokens
    var place = object + 1
    for _ in 0..<tokens[object].count {
      if tokens[place].tag == tag || tokens[place].kind == .otherText, isText(name, at: place) { return place + 1 }
      place = tokens[place + 1].next
    }
    return nil
  }

  private static func tag(_ text: StaticString) -> UInt32 {
    let (bytes, count) = (text.utf8Start, text.utf8CodeUnitCount)
    return JSONToken.tag(count, first: bytes[0], middle: bytes[count / 2], last: bytes[count - 1])
  }
}
