import CalcmonTesting
import Foundation
import Testing
import WebSecurity

/// What must be told before anything is served.
@Suite(.timeLimit(.minutes(2))) struct WebSecurityStartTests {
  private let folder: SecuredFolder

  init() throws { folder = try SecuredFolder() }

  private var certificates: Certificates { folder.certificates }

  private func problem() async -> String {
    do {
      _ = try await folder.start()
      return "good"
    } catch {
      return folder.shown(error)
    }
  }

  @Test func `An empty file is plain HTTP for everybody`() async throws {
    try folder.configure("")
    let security = try await folder.start()
    #expect(!security.usesTLS)
    #expect(security.context == nil)
    #expect(security.makeServerHandler() == nil)
    #expect(folder.events.certificateExpiry == nil)
    #expect(security.headers.isEmpty)
    #expect((0..<1000).allSatisfy { _ in security.admitsRequest() })
    #expect(await security.authenticator.check(authorization: nil) == .allowed)
  }

  @Test func `A missing or broken configuration is told as its reader tells it`() async throws {
    #expect(await problem() == "web.yaml: cannot be opened: No such file or directory")
    try folder.configure("tls: 1\nbasic_auth_users: {alice: hunter2}\n")
    #expect(
      await problem() == """
        web.yaml:1:1: unknown key 'tls'; known here: tls_server_config, basic_auth_users, http_server_config, rate_limit
        web.yaml:2:27: alice: must be a bcrypt hash ($2a$, $2b$ or $2y$), not the password; \
        make one by: htpasswd -nBC 10 "" | tr -d ':\\n'
        """)
  }

  @Test func `A file that is missing, a folder, empty, damaged or too long is told`() async throws {
    try await certificates.makeServer("server")
    try folder.configureTLS()
    try certificates.remove("server.crt")
    #expect(await problem() == "the certificate file server.crt cannot be used: No such file or directory")
    try FileManager.default.createDirectory(atPath: certificates.file("server.crt"), withIntermediateDirectories: false)
    #expect(await problem() == "the certificate file server.crt cannot be used: it is not a file")
    try certificates.remove("server.crt")
    let noCertificate =
      "the certificate file server.crt cannot be used: it holds no PEM certificate (BEGIN CERTIFICATE), or a damaged one"
    for text in ["", "rubbish", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
      try certificates.write("server.crt", text)
      #expect(await problem() == noCertificate)
    }
    try certificates.write("server.crt", String(repeating: "x", count: (1 << 20) + 1))
    #expect(
      await problem()
        == "the certificate file server.crt cannot be used: "
        + "it is longer than 1 MiB, which is no PEM file of certificates or a key"
    )
  }

  @Test func `A pipe in the place of a key is not waited for`() async throws {
    try await certificates.makeServer("server")
    try folder.configureTLS()
    try certificates.remove("server.key")
    #expect(mkfifo(certificates.file("server.key"), 0o600) == 0)
    #expect(await problem() == "the key file server.key cannot be used: it is not a file")
  }

  @Test func `A key that is missing, damaged, encrypted or of another certificate is told`() async throws {
    try await certificates.makeServer("server")
    try await certificates.makeServer("other")
    try folder.configureTLS()
    #expect(await problem() == "good")
    try certificates.overwrite("server.key", with: "other.key")
    #expect(
      await problem()
        == "the key file server.key is not the key of the first certificate in server.crt; give the two that were made together")
    let noKey = "the key file server.key cannot be used: it holds no PEM key without a pass phrase (BEGIN PRIVATE KEY)"
    try certificates.overwrite("server.key", with: "server.crt")
    #expect(await problem() == noKey)
    _ = try await Tool.output(
      "openssl",
      [
        "pkcs8", "-topk8", "-in", certificates.file("other.key"), "-passout", "pass:hunter2", "-out",
        certificates.file("server.key"),
      ])
    #expect(await problem() == noKey)
    try certificates.remove("server.key")
    #expect(await problem() == "the key file server.key cannot be used: No such file or directory")
  }

  @Test func `Authorities that are missing or damaged are told`() async throws {
    try await certificates.makeServer("server")
    try folder.configureTLS(", client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt")
    #expect(await problem() == "the file of clients' authorities ca.crt cannot be used: No such file or directory")
    try certificates.write("ca.crt", "rubbish")
    #expect(
      await problem()
        == "the file of clients' authorities ca.crt cannot be used: "
        + "it holds no PEM certificate (BEGIN CERTIFICATE), or a damaged one"
    )
  }

  @Test(arguments: [(0o600, false), (0o400, false), (0o700, false), (0o640, true), (0o604, true), (0o644, true)])
  func `A key that others can read is warned of`(mode: Int, isWarnedOf: Bool) async throws {
    try await certificates.makeServer("server")
    try folder.configureTLS()
    try certificates.setMode("server.key", mode)
    _ = try await folder.start()
    let digits = String(mode, radix: 8)
    #expect(
      folder.warnings
        == (isWarnedOf ? ["the key file server.key can be read by others than its owner (mode 0\(digits)); chmod 600 it"] : []))
  }

  @Test(
    arguments: [
      (20, "the certificate in server.crt has expired; clients refuse it until it is replaced"),
      (-20, "the certificate in server.crt is not valid yet; clients refuse it until then"),
    ] as [(Int64, String)])
  func `A certificate out of its time is served with a warning`(years: Int64, warning: String) async throws {
    let folder = try SecuredFolder(yearsAhead: years)
    try await folder.certificates.makeServer("server")
    try folder.configureTLS()
    let security = try await folder.start()
    #expect(folder.warnings == [warning])
    let server = try await TLSServer(security)
    #expect(try await TLSClient().meet(port: server.port).isWelcome)
    await server.close()
  }

  @Test func `A chain may follow the certificate`() async throws {
    try await certificates.makeAuthority("ca")
    try await certificates.makeClient("server", signedBy: "ca")
    try certificates.write("server.crt", try certificates.text("server.crt") + certificates.text("ca.crt"))
    try certificates.setMode("server.key", 0o600)
    try folder.configureTLS()
    #expect(await problem() == "good")
  }

  @Test func `RSA keys are as good, in both of their forms`() async throws {
    _ = try await Tool.output(
      "openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "10", "-subj", "/CN=localhost", "-keyout",
        certificates.file("server.key"), "-out", certificates.file("server.crt"),
      ])
    try folder.configureTLS()
    #expect(await problem() == "good")
    let old = try await Tool.output("openssl", ["rsa", "-in", certificates.file("server.key"), "-traditional"])
    #expect(old.hasPrefix("-----BEGIN RSA PRIVATE KEY-----"))
    try certificates.write("server.key", old)
    #expect(await problem() == "good")
  }

  @Test func `Headers come in the order of their names`() async throws {
    try folder.configure("http_server_config: {headers: {X-Frame-Options: deny, Content-Security-Policy: default-src 'none'}}")
    let headers = try await folder.start().headers
    #expect(headers.map(\.name) == ["Content-Security-Policy", "X-Frame-Options"])
    #expect(headers.map(\.value) == ["default-src 'none'", "deny"])
  }

  @Test func `Requests beyond the rate are told to wait`() async throws {
    try folder.configure("rate_limit: {interval: 500ms, burst: 3}")
    let security = try await folder.start()
    func admitted() -> Int { (0..<10).count { _ in security.admitsRequest() } }
    #expect(admitted() == 3)
    folder.time.advance(by: .milliseconds(499))
    #expect(admitted() == 0)
    folder.time.advance(by: .milliseconds(1))
    #expect(admitted() == 1)
    folder.time.advance(by: .seconds(1))
    #expect(admitted() == 2)
    folder.time.advance(by: .seconds(3600))
    #expect(admitted() == 3)
  }
}
