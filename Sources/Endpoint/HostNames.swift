import Glibc

/// How this host calls itself.
package enum HostNames {
  /// As it is called now; empty if it has no name.
  package static let hostName: @Sendable () -> String = {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The name and, of a full one, its first label, in lower case: `web1.example.org` and `web1`.
  static func forms(of name: String) -> Set<String> {
    guard let host = Authority(name), host.address == nil else { return [] }
    let short = host.host.prefix { $0 != "." }
    return short.contains(where: \.isLetter) ? [host.host, String(short)] : [host.host]
  }

  /// What a hosts file (hosts(5)) calls this host: the names that stand, for an address of loopback, in one line with its own name, such as the
  /// full one of `127.0.1.1 web1.example.org web1`. Other names of loopback are not taken: files that block advertisers have thousands.
  package static func inHostsFile(_ text: String, hostName: String) -> Set<String> {
    let own = forms(of: hostName)
    return text.split(whereSeparator: \.isNewline).reduce(into: []) { found, line in
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
      guard let address = words.first.flatMap({ HostAddress(v4: $0) ?? HostAddress(v6: $0) }), address.isLoopback else { return }
      let names = words.dropFirst().compactMap { Authority($0)?.host }
      if names.contains(where: own.contains) { found.formUnion(names) }
    }
  }
}
