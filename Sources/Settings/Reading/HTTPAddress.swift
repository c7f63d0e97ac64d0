/// Where something is served over HTTP.
package struct HTTPAddress: Hashable, Sendable {
  /// What a text that is none must do to be one: the rest of a sentence.
  package struct Problem: Error {
    /// `must begin with http:// or https://`
    package let demand: String
  }

  /// As it was given.
  package let url: String
  /// Host and port as they stand in it.
  package let place: String

  /// A URL with scheme `http` or `https` and a host, and without credentials. The problem does not show it: its path may be a secret.
  package init(_ url: String) throws(Problem) {
    guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) }) else {
      throw Problem(demand: "must begin with http:// or https://")
    }
    guard url.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw Problem(demand: "must be of ASCII characters without spaces")
    }
    let place = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    guard !place.contains("@") else {
      throw Problem(
        demand: "must hold no credentials; write them into a file, and its name into basic_auth: {username, password_file}")
    }
    guard isHostAndPort(place) else { throw Problem(demand: "has no host, or one that is none, or a port that is none") }
    self.url = url
    self.place = String(place)
  }

  /// Without the slashes at its end.
  package var trimmed: String {
    var url = url
    while url.hasSuffix("/") { url.removeLast() }
    return url
  }

  /// What follows host and port, without the slashes at its end: `/calcmon`, or nothing.
  package var path: String {
    let url = trimmed
    guard let start = url.firstRange(of: "://")?.upperBound else { return "" }
    return String(url[start...].drop { $0 != "/" })
  }

  /// Without port and brackets.
  package var host: String {
    let end = place.first == "[" ? place.firstIndex(of: "]") : place.firstIndex(of: ":")
    return String(place[..<(end ?? place.endIndex)].drop { $0 == "[" })
  }
}

extension YAMLValue {
  /// See `HTTPAddress.init`.
  func httpAddress() -> HTTPAddress? {
    guard let url = line() else { return nil }
    do {
      return try HTTPAddress(url)
    } catch {
      return wrong(error.demand)
    }
  }
}

private func isHostAndPort(_ place: Substring) -> Bool {
  let isBracketed = place.first == "["
  let end = isBracketed ? place.firstIndex(of: "]").map(place.index(after:)) : place.firstIndex(of: ":") ?? place.endIndex
  guard let end else { return false }
  let host = place[..<end]
  let port = place[end...]
  let allowed = isBracketed ? "0123456789abcdefABCDEF:.[]%" : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"
  guard host.count > (isBracketed ? 2 : 0), host.allSatisfy(allowed.contains) else { return false }
  return port.isEmpty
    || port.first == ":" && port.dropFirst().allSatisfy(\.isNumber) && UInt16(port.dropFirst()).map { $0 > 0 } == true
}
