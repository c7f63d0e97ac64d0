/// Whether a request that comes over loopback is meant for this host.
///
/// A web page from anywhere may have its own name resolve to 127.0.0.1 (DNS rebinding) and read through the visitor's browser what only this
/// host should read. Its requests bear its own name in the header `Host`, though.
struct HostCheck: Sendable {
  /// In lower case.
  private let names: Set<String>

  /// - Parameter names: by which this host is asked for, beside those of loopback.
  init(names: some Sequence<String>) {
    self.names = Set(names.map { $0.lowercased() })
  }

  /// - Parameter authority: the header `Host`: a name or an address, which may have a port.
  func allows(_ authority: String?) -> Bool {
    guard let authority, let host = HostCheck.host(of: authority) else { return false }
    return host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || HostCheck.isLoopback(host)
      || names.contains(host)
  }

  /// Without port and brackets, in lower case; `nil` where it is no host.
  static func host(of authority: String) -> String? {
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      return String(authority[authority.index(after: authority.startIndex)..<end]).lowercased()
    }
    let host = authority.prefix { $0 != ":" }
    return host.isEmpty ? nil : host.lowercased()
  }

  /// 127.0.0.0/8.
  static func isLoopback(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { $0.count <= 3 && UInt8($0) != nil }
  }
}
