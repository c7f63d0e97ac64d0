import NIOSSL
import Testing
import WebSecurity

/// Real handshakes over loopback.
@Suite(.timeLimit(.minutes(2))) struct TLSHandshakeTests {
  private let folder: SecuredFolder

  init() async throws { folder = try SecuredFolder() }

  private var certificates: Certificates { folder.certificates }

  private func client(_ name: String?) -> TLSClient {
    TLSClient(certificate: name.map { (file: certificates.file("\($0).crt"), keyFile: certificates.file("\($0).key")) })
  }

  /// Whether each client is welcome to a server with such a configuration.
  private func welcomes(_ more: String, _ clients: [TLSClient]) async throws -> [Bool] {
    try await certificates.makeServer("server")
    try folder.configureTLS(more)
    let server = try await TLSServer(folder.start())
    var welcomes: [Bool] = []
    for client in clients { welcomes.append(try await client.meet(port: server.port).isWelcome) }
    await server.close()
    return welcomes
  }

  @Test func `Certificates of the configuration itself do what those of files do`() async throws {
    try await certificates.makeAuthority("ca")
    try await certificates.makeClient("friend", signedBy: "ca")
    try await certificates.makeServer("server")
    let pem = { (file: String) in
      let lines = try String(contentsOfFile: certificates.file(file), encoding: .utf8).split(separator: "\n")
      return "|\n" + lines.map { "    \($0)\n" }.joined()
    }
    try folder.configure(
      "tls_server_config:\n  cert: \(try pem("server.crt"))  key: \(try pem("server.key"))  client_ca: \(try pem("ca.crt"))"
        + "  client_auth_type: RequireAndVerifyClientCert\n")
    let server = try await TLSServer(folder.start())
    #expect(try await client("friend").meet(port: server.port).isWelcome)
    #expect(try await !client("server").meet(port: server.port).isWelcome)
    #expect(folder.log.all.isEmpty)
    await server.close()
  }

  @Test func `Whoever may show a certificate, and has no authority of ours, comes in without one`() async throws {
    try await certificates.makeServer("self")
    #expect(try await welcomes(", client_auth_type: VerifyClientCertIfGiven", [client(nil), client("self")]) == [true, false])
  }

  @Test func `A server shows its certificate`() async throws {
    try await certificates.makeServer("server")
    try folder.configureTLS()
    let security = try await folder.start()
    let server = try await TLSServer(security)
    let meeting = try await client(nil).meet(port: server.port)
    #expect(meeting.isWelcome)
    #expect(try meeting.certificate == folder.certificate("server.crt"))
    #expect(security.usesTLS)
    #expect(folder.events.certificateExpiry.map { $0 > folder.time.wall } == true)
    #expect(folder.log.all.isEmpty)
    await server.close()
  }

  /// Of each policy: a client without a certificate, with one that nobody vouches for, with one of another authority, and with
  /// one of the authority.
  @Test(
    arguments: [
      ("NoClientCert", [true, true, true, true]),
      ("RequestClientCert", [true, true, true, true]),
      ("RequireAnyClientCert", [false, true, true, true]),
      ("RequireClientCert", [false, true, true, true]),
      ("VerifyClientCertIfGiven", [true, false, false, true]),
      ("RequireAndVerifyClientCert", [false, false, false, true]),
    ] as [(String, [Bool])], [TLSVersion.tlsv12, .tlsv13])
  func `Clients come in as the policy says`(policy: (word: String, welcomes: [Bool]), version: TLSVersion) async throws {
    try await certificates.makeAuthority("ca")
    try await certificates.makeAuthority("other-ca")
    try await certificates.makeServer("self")
    try await certificates.makeClient("stranger", signedBy: "other-ca")
    try await certificates.makeClient("friend", signedBy: "ca")
    let names: [String?] = [nil, "self", "stranger", "friend"]
    let clients = names.map { name in
      var client = client(name)
      (client.minimum, client.maximum) = (version, version)
      return client
    }
    let more = ", client_auth_type: \(policy.word)" + (policy.word.contains("Verify") ? ", client_ca_file: ca.crt" : "")
    #expect(try await welcomes(more, clients) == policy.welcomes)
  }

  @Test(arguments: [
    ("min_version: TLS12, max_version: TLS12", [true, false]), ("min_version: TLS12, max_version: TLS13", [true, true]),
    ("min_version: TLS13", [false, true]),
  ])
  func `Only the versions of the range are spoken`(range: String, welcomes expected: [Bool]) async throws {
    var (older, newer) = (client(nil), client(nil))
    older.maximum = .tlsv12
    newer.minimum = .tlsv13
    #expect(try await welcomes(", \(range)", [older, newer]) == expected)
  }

  @Test func `Nothing older than TLS 1_2 is ever spoken`() async throws {
    var client = client(nil)
    (client.minimum, client.maximum) = (.tlsv1, .tlsv11)
    #expect(try await welcomes("", [client]) == [false])
  }

  @Test func `Only the suites of the list are spoken`() async throws {
    var (meant, other) = (client(nil), client(nil))
    (meant.maximum, other.maximum) = (.tlsv12, .tlsv12)
    meant.cipherSuites = [.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256]
    other.cipherSuites = [.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]
    let list = ", cipher_suites: [TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256]"
    #expect(try await welcomes(list, [meant, other]) == [true, false])
  }

  @Test func `Every suite of a certificate's kind is spoken`() async throws {
    let suites = WebSettings.CipherSuite.allCases.map(\.rawValue).joined(separator: ", ")
    let ofClient: [NIOTLSCipher] = [
      .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
      .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
      .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
    ]
    let clients = ofClient.map { suite in
      var client = client(nil)
      client.maximum = .tlsv12
      client.cipherSuites = [suite]
      return client
    }
    #expect(try await welcomes(", cipher_suites: [\(suites)]", clients) == [true, true, true, true, true])
  }

  @Test func `Only the curves of the list are spoken`() async throws {
    var (meant, other) = (client(nil), client(nil))
    meant.curves = [.secp384r1]
    other.curves = [.x25519]
    #expect(try await welcomes(", curve_preferences: [CurveP384, CurveP256]", [meant, other]) == [true, false])
  }

  @Test func `Every curve can be spoken`() async throws {
    let curves = WebSettings.Curve.allCases.map(\.rawValue).joined(separator: ", ")
    let clients = [NIOTLSCurve.secp256r1, .secp384r1, .secp521r1, .x25519, .x25519_MLKEM768].map { curve in
      var client = client(nil)
      client.curves = [curve]
      return client
    }
    #expect(try await welcomes(", curve_preferences: [\(curves)]", clients) == [true, true, true, true, true])
  }
}
