/// Where a page comes from: `https://calcmon.example.org`.
struct Origin: Hashable, Sendable {
  let authority: Authority
  /// With the port of the scheme, if there is no other.
  let port: UInt16
  /// That of the scheme.
  let standardPort: UInt16

  /// Reads the beginning of a URL; `nil` if it is none with scheme `http` or `https`.
  init?(_ url: String) {
    let schemes: [(name: String, port: UInt16)] = [("http://", 80), ("https://", 443)]
    guard let scheme = schemes.first(where: { url.lowercased().hasPrefix($0.name) }),
      let authority = Authority(String(url.dropFirst(scheme.name.count).prefix { $0 != "/" }))
    else { return nil }
    self.authority = authority
    (port, standardPort) = (authority.port ?? scheme.port, scheme.port)
  }

  static func == (a: Origin, b: Origin) -> Bool {
    (a.authority.host, a.port, a.standardPort) == (b.authority.host, b.port, b.standardPort)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(authority.host)
    hasher.combine(port)
  }
}
