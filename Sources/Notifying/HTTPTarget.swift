import Alerting

/// Where a request goes. Where the certificate must be for another name than the URL's, the URL has that name, and the real one is where it
/// leads.
struct HTTPTarget: Sendable {
  let url: String
  let isSecure: Bool
  /// The header `Host`, where it is not that of the URL.
  let host: String?
  /// Names, with those that are connected to instead.
  let override: [String: String]

  /// - Parameter path: added to that of the receiver's URL.
  init(_ receiver: HTTPReceiver, path: String) {
    let url = receiver.url
    isSecure = url.lowercased().hasPrefix("https://")
    let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
    let scheme = url[..<start]
    let authority = url[start...].prefix { !"/?#".contains($0) }
    let rest = Self.adding(path, to: url[authority.endIndex...].prefix { $0 != "#" })
    let name = Self.name(authority)
    guard isSecure, let serverName = receiver.tls.serverName, serverName != name else {
      self.url = scheme + authority + rest
      (host, override) = (nil, [:])
      return
    }
    self.url = scheme + serverName + authority.dropFirst(name.count + (authority.hasPrefix("[") ? 2 : 0)) + rest
    host = String(authority)
    override = [serverName: String(name)]
  }

  private static func adding(_ path: String, to rest: Substring) -> String {
    guard !path.isEmpty else { return String(rest) }
    var own = rest.prefix { $0 != "?" }
    let query = rest[own.endIndex...]
    while own.hasSuffix("/") { own.removeLast() }
    return own + path + query
  }

  /// Without the port, and without the brackets of an IPv6 address.
  private static func name(_ authority: Substring) -> Substring {
    authority.hasPrefix("[") ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
  }
}
