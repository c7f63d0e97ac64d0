import FoundationEssentials

/// A URL that an I/O step asks for, taken apart: who asks is kept apart from what may be shown.
package struct StepURL: Hashable, Sendable {
  /// Why a text is no such URL: the rest of a sentence that begins with its name.
  package struct Problem: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  /// Without who asks, and without a fragment. What a URL cannot hold as it is, is escaped.
  package let shown: String
  /// The name or the address, without brackets.
  package let host: String
  /// The usual one of the scheme if none is named.
  package let port: Int
  /// The header `Authorization`, if the URL tells who asks.
  package let authorization: String?

  /// Reads `http://` or `https://`, and what may follow.
  package init(_ text: String) throws(Problem) {
    guard let scheme = ["http", "https"].first(where: { text.lowercased().hasPrefix("\($0)://") }) else {
      throw Problem(description: "must begin with http:// or https://")
    }
    let rest = text.dropFirst(scheme.count + 3).prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let path = Self.escaped(rest[authority.endIndex...])
    let at = authority.lastIndex(of: "@")
    let place = at.map { authority[authority.index(after: $0)...] } ?? authority
    let (host, port) = try Self.parts(of: place)
    self.host = host
    self.port = port ?? (scheme == "https" ? 443 : 80)
    shown = "\(scheme)://\(place)\(path.hasPrefix("/") ? "" : "/")\(path)"
    authorization = at.map { "Basic \(Data(Self.unescaped(Self.withColon(authority[..<$0]))).base64EncodedString())" }
  }

  /// Why a text is none that can be asked for: the rest of a sentence, which does not show it; `nil`: it is one.
  package static func problem(_ text: String) -> String? {
    do throws(Problem) {
      _ = try StepURL(text)
      return nil
    } catch {
      return error.description
    }
  }

  /// The host of a URL; the whole of one that has none.
  package static func host(_ text: String) -> String { (try? StepURL(text))?.host ?? text }

  /// The same text without who asks, also if it is no such URL.
  static func shown(_ text: String) -> String {
    if let url = try? StepURL(text) { return url.shown }
    return text.lastIndex(of: "@").map { String(text[text.index(after: $0)...]) } ?? text
  }

  private static func parts(of place: Substring) throws(Problem) -> (host: String, port: Int?) {
    var host = place
    var port: Substring?
    if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
      host = place[place.index(after: place.startIndex)..<end]
      let rest = place[place.index(after: end)...]
      if !rest.isEmpty { port = rest.hasPrefix(":") ? rest.dropFirst() : "?" }
    } else if let colon = place.lastIndex(of: ":") {
      (host, port) = (place[..<colon], place[place.index(after: colon)...])
    }
    guard !host.isEmpty, host.unicodeScalars.allSatisfy({ $0.value > 0x20 && !#""<>\^`{|}[]%"#.unicodeScalars.contains($0) })
    else {
      throw Problem(description: "names no host, as in http://127.0.0.1:8080/path")
    }
    guard let port else { return (String(host), nil) }
    guard port.allSatisfy(\.isNumber), let number = Int(port), 1...65535 ~= number else {
      throw Problem(description: "has a port that is not between 1 and 65535")
    }
    return (String(host), number)
  }

  /// As credentials are sent: a name alone has an empty password.
  private static func withColon(_ who: Substring) -> String { who.contains(":") ? String(who) : "\(who):" }

  private static func escaped(_ path: Substring) -> String {
    let kept = Array("%/:=&?+!$,;'@()*~-._".utf8)
    return path.utf8.reduce(into: "") { result, byte in
      if Character(Unicode.Scalar(byte)).isASCIIWord || kept.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%\(digits.count < 2 ? "0" : "")\(digits)"
      }
    }
  }

  private static func unescaped(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[place + 1...place + 2], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        place += 3
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return result
  }
}

extension Character {
  fileprivate var isASCIIWord: Bool { isASCII && (isLetter || isNumber) }
}
