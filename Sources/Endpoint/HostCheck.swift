/// Whether a request that comes over loopback is meant for this host.
///
/// A web page from anywhere may have its own name resolve to 127.0.0.1 (DNS rebinding) and read through the visitor's browser what only this
/// host should read. Its requests bear its own name in the header `Host`, though. Names are compared as they are, and never looked up.
package struct HostCheck: Sendable {
  /// What resolvers and distributions call loopback, beside the names below `localhost` (RFC 6761, nss-myhostname(8)).
  private static let loopbackNames: Set<String> = [
    "localhost", "localhost.localdomain", "localhost4", "localhost4.localdomain4", "localhost6", "localhost6.localdomain6",
    "ip6-localhost", "ip6-loopback",
  ]

  /// In lower case, addresses in their usual form.
  private let names: Set<String>
  private let hostName: @Sendable () -> String

  /// - Parameters:
  ///   - names: by which this host is asked for, beside those of loopback and its own.
  ///   - hostName: how the host is called now: it may be renamed while the agent runs.
  package init(names: some Sequence<String>, hostName: @escaping @Sendable () -> String = HostNames.hostName) {
    self.names = Set(names.compactMap { Authority($0.contains(":") && !$0.hasPrefix("[") ? "[\($0)]" : $0)?.host })
    self.hostName = hostName
  }

  /// - Parameter authority: the header `Host`: a name or an address, which may have a port. No browser leaves it out, or empty: who does is
  ///   a program, such as the check of a load balancer in HTTP/1.0.
  package func allows(_ authority: String?) -> Bool {
    guard let authority, !authority.isEmpty else { return true }
    guard let authority = Authority(authority) else { return false }
    let host = authority.host
    if let address = authority.address { return address.isLoopback || address.isUnspecified || names.contains(host) }
    return Self.loopbackNames.contains(host) || host.hasSuffix(".localhost") || names.contains(host)
      || HostNames.forms(of: hostName()).contains(host)
  }
}
