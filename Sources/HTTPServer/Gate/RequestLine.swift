/// The first line, byte by byte: method, target, version (RFC 9112, section 3).
struct RequestLine {
  private enum Part {
    case method(Int)
    case target(Int)
    case version(Int)
  }

  private static let longestMethod = 32
  private static let versionLength = 8

  private var part = Part.method(0)

  mutating func read(_ byte: UInt8, maxTarget: Int) throws(RequestRefusal) {
    switch part {
    case .method(let count):
      if byte == .space, count > 0 {
        part = .target(0)
      } else {
        guard byte.isToken, count < Self.longestMethod else { throw .notHTTP }
        part = .method(count + 1)
      }
    case .target(let count):
      if byte == .space, count > 0 {
        part = .version(0)
      } else {
        guard byte > .space, byte < 0x7F else { throw .badTarget }
        guard count < maxTarget else { throw .targetTooLong }
        part = .target(count + 1)
      }
    case .version(let count):
      guard count < Self.versionLength else { throw .notHTTP }
      part = .version(count + 1)
    }
  }

  /// Of the whole line, without its end.
  func isHTTP10(_ line: UnsafeRawBufferPointer) throws(RequestRefusal) -> Bool {
    guard case .version(Self.versionLength) = part else { throw .notHTTP }
    let version = line.suffix(Self.versionLength)
    let is10 = version.elementsEqual("HTTP/1.0".utf8)
    guard is10 || version.elementsEqual("HTTP/1.1".utf8) else {
      throw version.starts(with: "HTTP/".utf8) ? .unsupportedVersion : .notHTTP
    }
    guard let space = line.firstIndex(of: .space) else { throw .notHTTP }
    let target = line[(space + 1)..<(line.count - Self.versionLength - 1)]
    guard target.first == UInt8(ascii: "/") || target.elementsEqual("*".utf8) || Self.isURL(target) else { throw .badTarget }
    return is10
  }

  private static func isURL(_ target: Slice<UnsafeRawBufferPointer>) -> Bool {
    ["http://", "https://"].contains { (scheme: String) in
      target.count > scheme.utf8.count && target.prefix(scheme.utf8.count).isEqual(ignoringCase: scheme)
    }
  }
}

extension Collection<UInt8> {
  /// - Parameter lowercase: ASCII, in lower case.
  func isEqual(ignoringCase lowercase: String) -> Bool {
    count == lowercase.utf8.count
      && zip(self, lowercase.utf8).allSatisfy { ($0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0) == $1 }
  }
}
