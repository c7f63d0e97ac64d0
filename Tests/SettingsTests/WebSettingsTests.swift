import CalcmonTesting
import Settings
import Testing
import WebSecurity

/// Web configurations in the form of Prometheus' exporters.
@Suite struct WebSettingsTests {
  private static let folder = "\(Repository.root)/Tests/SettingsTests/WebBroken"
  private static let hash = "$2y$04$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW"

  private func settings(_ text: String) throws -> WebSettings { try WebSettings(parsing: text, file: "/etc/calcmon/web.yaml") }

  private func tls(_ lines: String) throws -> WebSettings.TLS {
    try #require(try settings("tls_server_config: {cert_file: c, key_file: k, \(lines)}").tls)
  }

  // MARK: Broken

  /// Each file breaks one rule; beside it stands what is told.
  @Test(arguments: SettingsFolder.names(in: folder))
  func `What is wrong is told with its place`(name: String) throws {
    let text = try SettingsFolder.text(name, in: Self.folder)
    let problems = try #require(throws: SettingsProblems.self) { _ = try WebSettings(parsing: text, file: "\(name).yaml") }
    try Golden.expect("\(problems)\n", matches: "\(Self.folder)/\(name).expected")
    // The files' passwords and hashes.
    for secret in ["hunter2", "EixZaYVK1fsbw1"] { #expect(!"\(problems)".contains(secret)) }
  }

  @Test func `There is a file for every rule`() {
    #expect(SettingsFolder.names(in: Self.folder).count >= 50)
  }

  // MARK: Good

  @Test(arguments: [
    "", "# nothing\n", "---\n", "~", "{}", "tls_server_config:\n", "basic_auth_users:\n", "basic_auth_users: {}",
    "http_server_config: {}", "http_server_config: {http2: true}", "http_server_config: {http2: false}",
    "http_server_config: {headers: {}}", "http_server_config: {headers: {X-Frame-Options: \"\"}}", "rate_limit: {interval: 0}",
    "rate_limit: {interval: 0s, burst: 20}", "rate_limit: {interval: 0, burst: 0}", "rate_limit:\n",
    "basic_auth_users: ~\nrate_limit: ~\n",
  ])
  func `What asks for nothing is plain HTTP for everybody`(text: String) throws {
    #expect(try settings(text) == WebSettings())
  }

  @Test func `Paths begin where the file is`() throws {
    let tls = try #require(try settings("tls_server_config: {cert_file: tls/server.crt, key_file: /run/key}").tls)
    #expect(tls == WebSettings.TLS(certificateFile: "/etc/calcmon/tls/server.crt", keyFile: "/run/key"))
    #expect(
      try WebSettings(parsing: "tls_server_config: {cert_file: a, key_file: b}", file: "web.yaml").tls
        == WebSettings.TLS(certificateFile: "a", keyFile: "b"))
  }

  @Test func `Certificates and keys may stand in the file itself, and are not shown`() throws {
    let pem = "|\n    -----BEGIN SECRET-----\n    hunter2\n    -----END SECRET-----\n"
    let text =
      "tls_server_config:\n  cert: \(pem)  key: \(pem)  client_auth_type: RequireAndVerifyClientCert\n  client_ca: \(pem)"
    let settings = try settings(text)
    let read = "-----BEGIN SECRET-----\nhunter2\n-----END SECRET-----\n"
    #expect(settings.tls?.certificate == .text(read, key: "cert"))
    #expect(settings.tls?.key == .text(read, key: "key"))
    #expect(settings.tls?.clientCA == .text(read, key: "client_ca"))
    #expect(!"\(settings)".contains("hunter2") && !String(reflecting: settings).contains("hunter2"))
  }

  @Test func `Defaults are those of the exporters`() throws {
    let tls = try tls("")
    #expect(tls.clientAuthentication == .noClientCert)
    #expect(tls.clientCA == nil)
    #expect([tls.minimumVersion, tls.maximumVersion] == [.tls12, .tls13])
    #expect(tls.cipherSuites.isEmpty && tls.curves.isEmpty)
  }

  @Test(arguments: [
    ("NoClientCert", WebSettings.ClientAuthentication.noClientCert, ""),
    ("RequestClientCert", .requestClientCert, ""),
    ("RequestClientCert", .requestClientCert, "client_ca_file: ca"),
    ("RequireAnyClientCert", .requireAnyClientCert, ""),
    ("RequireClientCert", .requireClientCert, ""),
    ("VerifyClientCertIfGiven", .verifyClientCertIfGiven, ""),
    ("VerifyClientCertIfGiven", .verifyClientCertIfGiven, "client_ca_file: ca"),
    ("RequireAndVerifyClientCert", .requireAndVerifyClientCert, "client_ca_file: ca"),
  ])
  func `Clients are asked for certificates in five ways, one of which has an old name`(
    word: String, meant: WebSettings.ClientAuthentication, more: String
  ) throws {
    let tls = try tls("client_auth_type: \(word), \(more)")
    #expect(tls.clientAuthentication == meant)
    #expect(tls.clientCA == (more.isEmpty ? nil : .file("/etc/calcmon/ca")))
  }

  @Test(arguments: [
    ("TLS12", "TLS12", WebSettings.Version.tls12, WebSettings.Version.tls12), ("TLS12", "TLS13", .tls12, .tls13),
    ("TLS13", "TLS13", .tls13, .tls13),
  ])
  func `Versions have a range`(
    least: String, most: String, minimum: WebSettings.Version, maximum: WebSettings.Version
  ) throws {
    let tls = try tls("min_version: \(least), max_version: \(most)")
    #expect([tls.minimumVersion, tls.maximumVersion] == [minimum, maximum])
  }

  @Test func `Suites and curves keep their order`() throws {
    let tls = try tls(
      "cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA], "
        + "curve_preferences: [X25519, CurveP256], prefer_server_cipher_suites: false")
    #expect(tls.cipherSuites == [.rsaAES256GCM, .ecdsaAES128CBC])
    #expect(tls.curves == [.x25519, .p256])
    let empty = try self.tls("cipher_suites: [], curve_preferences: []")
    #expect(empty.cipherSuites.isEmpty && empty.curves.isEmpty)
  }

  @Test func `Every suite and curve of the documentation that can be spoken has its name`() throws {
    let suites = WebSettings.CipherSuite.allCases
    #expect(try tls("cipher_suites: [\(suites.map(\.rawValue).joined(separator: ", "))]").cipherSuites == suites)
    let curves = WebSettings.Curve.allCases
    #expect(try tls("curve_preferences: [\(curves.map(\.rawValue).joined(separator: ", "))]").curves == curves)
  }

  @Test(arguments: ["$2a$04$", "$2b$04$", "$2y$04$", "$2y$10$", "$2y$15$", "$2y$18$"])
  func `Users have bcrypt hashes, quoted or not`(prefix: String) throws {
    let hash = prefix + Self.hash.dropFirst(7)
    let users = try settings("basic_auth_users:\n  alice: \(hash)\n  \"büro 2\": '\(hash)'\n  7: \"\(hash)\"\n").users
    #expect(users == ["alice": try BcryptHash(hash), "büro 2": try BcryptHash(hash), "7": try BcryptHash(hash)])
  }

  @Test func `A hash is not printed`() throws {
    let settings = try settings("basic_auth_users: {alice: \(Self.hash)}")
    #expect(!"\(settings)".contains("EixZ"))
    #expect(!String(reflecting: settings).contains("EixZ"))
    var dumped = ""
    dump(settings, to: &dumped)
    #expect(!dumped.contains("EixZ"))
  }

  @Test func `Headers of the documentation are taken, and blank ones are left out`() throws {
    let settings = try settings(
      """
      http_server_config:
        http2: true
        headers:
          Content-Security-Policy: "default-src 'self'; img-src *"
          X-Frame-Options: sameorigin
          X-Content-Type-Options: nosniff
          X-XSS-Protection: ""
          Strict-Transport-Security: max-age=31536000; includeSubDomains
      """)
    #expect(
      settings.headers == [
        "Content-Security-Policy": "default-src 'self'; img-src *", "X-Frame-Options": "sameorigin",
        "X-Content-Type-Options": "nosniff", "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
      ])
  }

  @Test(arguments: [("1s", 1.0), ("250ms", 0.25), ("1m30s", 90), ("24h", 86400)])
  func `The rate of requests is limited by a bucket`(text: String, seconds: Double) throws {
    #expect(
      try settings("rate_limit: {interval: \(text), burst: 20}").rateLimit == WebSettings.RateLimit(interval: seconds, burst: 20))
  }

  @Test func `The documentation's example is understood`() throws {
    let text = """
      # TLS and basic authentication configuration example.
      tls_server_config:
        cert_file: server.crt
        key_file: server.key
      basic_auth_users:
        alice: \(Self.hash)
        bob: \(Self.hash)
      rate_limit:
        interval: "1s"
        burst: 20
      """
    let settings = try settings(text)
    #expect(settings.tls?.key == .file("/etc/calcmon/server.key"))
    #expect(settings.users.keys.sorted() == ["alice", "bob"])
    #expect(settings.rateLimit == WebSettings.RateLimit(interval: 1, burst: 20))
  }

  // MARK: Files

  @Test func `A file is read from where it is`() throws {
    let directory = try TemporaryDirectory()
    let file = directory.file("web.yaml")
    try "tls_server_config: {cert_file: c, key_file: k}".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try WebSettings.read(file: file).tls?.key == .file(directory.file("k")))
    let problems = #expect(throws: SettingsProblems.self) { _ = try WebSettings.read(file: directory.file("none")) }
    #expect(problems?.description == "\(directory.file("none")): cannot be opened: No such file or directory")
  }
}
