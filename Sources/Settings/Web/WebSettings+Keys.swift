import WebSecurity

extension WebSettings {
  init(_ root: YAMLMap) {
    self.init()
    root.set(&tls, "tls_server_config") { $0.map { TLS($0) } }
    root.set(&users, "basic_auth_users") { $0.users() }
    _ = root.take("http_server_config") { $0.map { readHTTP($0) } }
    _ = root.take("rate_limit") { $0.map { rateLimit = RateLimit($0) } }
  }

  private mutating func readHTTP(_ map: YAMLMap) {
    // HTTP/1.1 is spoken either way.
    _ = map.take("http2") { $0.flag() }
    map.set(&headers, "headers") { $0.map { Self.headers($0) } }
  }

  /// Those that the exporters know; one that is blank is not set.
  private static func headers(_ map: YAMLMap) -> [String: String] {
    let names: [(name: String, values: [String])] = [
      ("Content-Security-Policy", []), ("X-Frame-Options", ["deny", "sameorigin"]), ("X-Content-Type-Options", ["nosniff"]),
      ("X-XSS-Protection", []), ("Strict-Transport-Security", []),
    ]
    var headers: [String: String] = [:]
    for (name, values) in names {
      if let value = map.take(name, { $0.headerValue(values) }), !value.isEmpty { headers[name] = value }
    }
    return headers
  }
}

extension WebSettings.RateLimit {
  /// `nil` where the interval is 0, which means no limit.
  fileprivate init?(_ map: YAMLMap) {
    let interval = map.require("interval") { $0.duration(0...86400) }
    let burst = map.take("burst") { $0.integer(0...1_000_000) }
    guard let interval, interval > 0 else { return nil }
    if !map.isGiven("burst") { map.addProblem("burst", "'burst' is missing: so many requests may come at once") }
    if burst == 0 { map.addProblem("burst", "burst: 0 would let nobody in; give at least 1, or an interval of 0 for no limit") }
    guard let burst, burst > 0 else { return nil }
    self.init(interval: interval, burst: burst)
  }
}

extension YAMLValue {
  /// One of the values where there are such, otherwise what a header can carry.
  fileprivate func headerValue(_ values: [String]) -> String? {
    guard let text = text() else { return nil }
    guard text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }), text.first != " ", text.last != " " else {
      return wrong("must be a single line of ASCII, without spaces at its ends")
    }
    guard text.isEmpty || values.isEmpty || values.contains(text) else {
      return wrong("'\(text.shown)' is none of \(values.joined(separator: ", "))")
    }
    return text
  }

  /// Names with hashes of passwords.
  fileprivate func users() -> [String: BcryptHash]? {
    map { map in
      var users: [String: BcryptHash] = [:]
      for (name, place, value) in map.all {
        guard !name.isEmpty, !name.contains(":"), name == name.printable else {
          file.problems.add(
            place, "'\(name.shown)' is no user's name: it must not be empty, and hold no colon or control character")
          continue
        }
        users[name] = value.bcryptHash()
      }
      return users
    }
  }

  private func bcryptHash() -> BcryptHash? {
    guard case .scalar(let text, _) = node.content, !node.isNull else { return tell(.notBcrypt) }
    do {
      return try BcryptHash(text)
    } catch {
      return tell(error)
    }
  }

  private func tell(_ error: BcryptHashError) -> BcryptHash? {
    file.problems.add(node.place, "\(name.shown): \(error)")
    return nil
  }
}
