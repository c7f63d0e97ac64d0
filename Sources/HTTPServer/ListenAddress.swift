/// Where to listen: `127.0.0.1:9873`, `[::1]:9873`, `localhost:9873`, or `:9873` for every address of the host.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// Without brackets.
  package let host: String
  /// 0: the kernel picks one.
  package let port: Int

  /// Takes both as they are; whether they can be listened on shows when it is tried.
  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Reads such a text; `nil` if it is no such address.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
    let host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]"), host.count > 2 {
      self.init(host: String(host.dropFirst().dropLast()), port: Int(port))
    } else if host.contains(where: { ":[]/ ".contains($0) }) {
      return nil
    } else {
      self.init(host: host.isEmpty ? "0.0.0.0" : String(host), port: Int(port))
    }
  }

  /// Where a browser on this host finds it.
  ///
  /// - Parameter scheme: `http` or `https`.
  package func url(scheme: String = "http") -> String {
    switch host {
    case "0.0.0.0": "\(scheme)://\(ListenAddress(host: "127.0.0.1", port: port))"
    case "::": "\(scheme)://\(ListenAddress(host: "::1", port: port))"
    default: "\(scheme)://\(self)"
    }
  }

  /// As `init(_:)` reads it: an IPv6 address stands in brackets.
  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
