/// Checks the URL of an I/O step.
package enum StepURL {
  private static let schemes = ["http://", "https://"]
  private static let hostCharacters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._")
  private static let bracketedCharacters = Set("0123456789abcdefABCDEF:.%")

  /// Why it is none that can be asked for: the rest of a sentence, which does not show it; `nil`: it is one.
  package static func problem(_ text: String) -> String? {
    guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0) }) else {
      return "must begin with http:// or https://"
    }
    guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { return "must be of ASCII characters without spaces" }
    return isHostAndPort(place(of: text.dropFirst(scheme.count)))
      ? nil : "has no host, or one that is none, or a port that is none"
  }

  /// The host of a URL, as it is written; the whole of one that has none.
  package static func host(_ url: String) -> String {
    guard let start = url.firstRange(of: "://")?.upperBound else { return url }
    let place = place(of: url[start...])
    return String(place.first == "[" ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" })
  }

  /// Host and port, without a user and a password.
  private static func place(of rest: Substring) -> Substring {
    let authority = rest.prefix { !"/?#".contains($0) }
    return authority.lastIndex(of: "@").map { authority[$0...].dropFirst() } ?? authority
  }

  private static func isHostAndPort(_ place: Substring) -> Bool {
    var host = place
    var port = ""[...]
    if place.first == "[" {
      guard let end = place.firstIndex(of: "]") else { return false }
      host = place[..<end].dropFirst()
      port = place[end...].dropFirst()
    } else if let colon = place.firstIndex(of: ":") {
      host = place[..<colon]
      port = place[colon...]
    }
    guard !host.isEmpty, host.allSatisfy((place.first == "[" ? bracketedCharacters : hostCharacters).contains) else {
      return false
    }
    return port.isEmpty
      || port.first == ":" && UInt16(port.dropFirst()).map { $0 > 0 && port.dropFirst().allSatisfy(\.isNumber) } == true
  }
}
