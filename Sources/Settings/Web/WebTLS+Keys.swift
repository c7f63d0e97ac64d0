import WebSecurity

extension WebSettings.TLS {
  init?(_ map: YAMLMap) {
    let certificate = Self.source(map, "cert", isNeeded: true)
    let key = Self.source(map, "key", isNeeded: true)
    self.init(certificate: certificate ?? .file(""), key: key ?? .file(""))
    map.set(&clientAuthentication, "client_auth_type") { $0.word(WebSettings.ClientAuthentication.self) }
    clientCA = Self.source(map, "client_ca", isNeeded: false)
    map.set(&minimumVersion, "min_version") { $0.version() }
    map.set(&maximumVersion, "max_version") { $0.version() }
    map.set(&cipherSuites, "cipher_suites") { $0.choices { $0.cipherSuite() } }
    map.set(&curves, "curve_preferences") { $0.choices { $0.word(WebSettings.Curve.self) } }
    Self.refuse(map)
    addProblems(map)
    guard certificate != nil, key != nil else { return nil }
  }

  /// PEM that stands in the configuration, at `key`, or in a file whose name stands at `key_file`.
  private static func source(_ map: YAMLMap, _ key: String, isNeeded: Bool) -> PEMSource? {
    let fileKey = "\(key)_file"
    let file = map.take(fileKey) { $0.path() }
    let text = map.take(key) { $0.pem(fileKey: fileKey) }
    switch (map.isGiven(fileKey), map.isGiven(key)) {
    case (true, true): map.addProblem(key, "\(key): stands beside \(fileKey); give one of the two")
    case (false, false) where isNeeded: map.addProblem(fileKey, "'\(fileKey)' is missing")
    default: break
    }
    return file.map(PEMSource.file) ?? text.map { .text($0, key: key) }
  }

  /// What the exporters have and calcmon has not.
  private static func refuse(_ map: YAMLMap) {
    if map.take("prefer_server_cipher_suites", { $0.flag() }) == true {
      map.addProblem(
        "prefer_server_cipher_suites",
        "prefer_server_cipher_suites: clients choose among the suites, which cannot be changed; say false, or leave it out")
    }
    guard map.isGiven("client_allowed_sans") else { return }
    map.addProblem(
      "client_allowed_sans",
      "client_allowed_sans: names in clients' certificates cannot be checked; give a client_ca_file that signs those clients only"
    )
  }

  private func addProblems(_ map: YAMLMap) {
    if map.wrongKeys.isDisjoint(with: ["min_version", "max_version"]), minimumVersion == .tls13, maximumVersion == .tls12 {
      map.addProblem("min_version", "min_version: must not be above max_version")
    }
    if map.wrongKeys.isDisjoint(with: ["min_version", "cipher_suites"]), minimumVersion == .tls13, !cipherSuites.isEmpty {
      map.addProblem("cipher_suites", "cipher_suites: are of TLS 1.2, which min_version excludes")
    }
    guard map.wrongKeys.isDisjoint(with: ["client_auth_type", "client_ca", "client_ca_file"]) else { return }
    if clientAuthentication == .requireAndVerifyClientCert, clientCA == nil {
      map.addProblem(
        "client_auth_type", "client_auth_type: \(clientAuthentication.rawValue) needs a client_ca_file: who vouches for clients")
    }
    if clientAuthentication == .noClientCert, clientCA != nil {
      let key = map.isGiven("client_ca") ? "client_ca" : "client_ca_file"
      map.addProblem(
        key, "\(key): is no use without a client_auth_type such as RequireAndVerifyClientCert")
    }
  }
}

extension YAMLValue {
  /// What is none is not shown: it may be a key.
  fileprivate func pem(fileKey: String) -> String? {
    guard let text = text() else { return nil }
    return text.contains("-----BEGIN ") ? text : wrong("must be PEM text; a file's name stands at \(fileKey)")
  }

  /// As the exporters have it, an empty list is as good as none.
  fileprivate func choices<T: Hashable>(_ read: (YAMLValue) -> T?) -> [T]? {
    if case .list(let nodes) = node.content, nodes.isEmpty { return [] }
    return set(read)
  }

  fileprivate func version() -> WebSettings.Version? {
    if case .scalar(let text, _) = node.content, ["TLS10", "TLS11"].contains(text) {
      return wrong("\(text) is not spoken, for it is broken (RFC 8996); the oldest is TLS12")
    }
    return word(WebSettings.Version.self)
  }

  fileprivate func cipherSuite() -> WebSettings.CipherSuite? {
    let fixed = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"]
    if case .scalar(let text, _) = node.content, fixed.contains(text) {
      return wrong("\(text) is of TLS 1.3, whose suites are always all there; leave it out")
    }
    return word(WebSettings.CipherSuite.self)
  }
}
