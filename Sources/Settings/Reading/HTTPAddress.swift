/// A URL of the schemes that calcmon speaks.
struct HTTPAddress {
  /// As it was given.
  let url: String
  /// Host and port as they stand in it.
  let place: String
}

extension YAMLValue {
  /// A URL with scheme `http` or `https` and a host, and without credentials. Messages do not show it: its path may be a secret.
  func httpAddress() -> HTTPAddress? {
    guard let url = line() else { return nil }
    guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) }) else {
      return wrong("must begin with http:// or https://")
    }
    guard url.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { return wrong("must be of ASCII characters without spaces") }
    let place = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    guard !place.contains("@") else {
      return wrong("must hold no credentials; write them into a file, and its name into basic_auth: {username, password_file}")
    }
    return isHostAndPort(place)
      ? HTTPAddress(url: url, place: String(place)) : wrong("has no host, or one that is none, or a port that is none")
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
