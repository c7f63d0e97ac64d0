import CalcmonTesting
import Foundation
import NIOSSL
import Synchronization
import Testing
import WebSecurity

/// Files that change while the agent runs.
@Suite(.timeLimit(.minutes(2))) struct RotationTests {
  private let folder: SecuredFolder

  init() throws { folder = try SecuredFolder() }

  private var certificates: Certificates { folder.certificates }

  private func shown(by server: TLSServer) async throws -> NIOSSLCertificate? {
    try await TLSClient().meet(port: server.port).certificate
  }

  /// A running server, and certificates `server`, `new`.
  private func running(_ rest: String = "") async throws -> (WebSecurity, TLSServer) {
    try await certificates.makeServer("server")
    try await certificates.makeServer("new")
    try folder.configureTLS(rest: rest)
    let security = try await folder.start()
    return (security, try await TLSServer(security))
  }

  private enum Way: CaseIterable { case written, renamed, linked }

  /// Puts the new pair into the place of the old.
  private func replace(_ way: Way) throws {
    for kind in ["crt", "key"] {
      switch way {
      case .written: try certificates.overwrite("server.\(kind)", with: "new.\(kind)")
      case .renamed:
        #expect(rename(certificates.file("new.\(kind)"), certificates.file("server.\(kind)")) == 0)
      case .linked:
        try certificates.remove("server.\(kind)")
        #expect(symlink("new.\(kind)", certificates.file("server.\(kind)")) == 0)
      }
    }
  }

  @Test(arguments: Way.allCases) private func `A new certificate is shown to new connections`(way: Way) async throws {
    let (security, server) = try await running()
    let (old, new) = (try folder.certificate("server.crt"), try folder.certificate("new.crt"))
    #expect(try await shown(by: server) == old)
    try replace(way)
    #expect(try await shown(by: server) == old)
    await security.refreshIfChanged()
    #expect(try await shown(by: server) == new)
    #expect(folder.log.all == ["info the web configuration was loaded anew"])
    #expect(folder.events.failures == 0)
    await server.close()
  }

  /// Kubernetes: files are links through a link `..data` to a folder, and only that link is exchanged.
  @Test func `A folder that a link leads to may be exchanged`() async throws {
    try await certificates.makeServer("server")
    try await certificates.makeServer("new")
    let manager = FileManager.default
    for (folder, name) in [("..1", "server"), ("..2", "new")] {
      try manager.createDirectory(atPath: certificates.file(folder), withIntermediateDirectories: false)
      for kind in ["crt", "key"] {
        try manager.copyItem(atPath: certificates.file("\(name).\(kind)"), toPath: certificates.file("\(folder)/tls.\(kind)"))
      }
    }
    #expect(symlink("..1", certificates.file("..data")) == 0)
    for kind in ["crt", "key"] { #expect(symlink("..data/tls.\(kind)", certificates.file("tls.\(kind)")) == 0) }
    try folder.configure("tls_server_config: {cert_file: tls.crt, key_file: tls.key}")
    let security = try await folder.start()
    let server = try await TLSServer(security)
    #expect(symlink("..2", certificates.file("..data_tmp")) == 0)
    #expect(rename(certificates.file("..data_tmp"), certificates.file("..data")) == 0)
    await security.refreshIfChanged()
    #expect(try await shown(by: server) == folder.certificate("new.crt"))
    await server.close()
  }

  @Test func `A key that comes after its certificate is waited for`() async throws {
    let (security, server) = try await running()
    let (old, new) = (try folder.certificate("server.crt"), try folder.certificate("new.crt"))
    try certificates.overwrite("server.crt", with: "new.crt")
    await security.refreshIfChanged()
    #expect(try await shown(by: server) == old)
    #expect(folder.events.failures == 1)
    #expect(
      security.problem.map { folder.shown($0) }
        == "the key file server.key is not the key of the first certificate in server.crt; give the two that were made together")
    try certificates.overwrite("server.key", with: "new.key")
    await security.refreshIfChanged()
    #expect(try await shown(by: server) == new)
    #expect(security.problem == nil)
    await server.close()
  }

  @Test func `What breaks leaves the old in force, is told once for each reason, and is taken when it is well again`()
    async throws
  {
    let (security, server) = try await running()
    let old = try folder.certificate("server.crt")
    let good = try certificates.text("server.crt")
    let stays = "the web configuration that is in force stays, for the new one cannot be used: "
    let reasons = [
      "the certificate file server.crt cannot be used: No such file or directory",
      "the certificate file server.crt cannot be used: it holds no PEM certificate (BEGIN CERTIFICATE), or a damaged one",
    ]
    for _ in 0..<3 {
      try? certificates.remove("server.crt")
      for _ in 0..<3 { await security.refreshIfChanged() }
      try certificates.write("server.crt", "rubbish")
      for _ in 0..<3 { await security.refreshIfChanged() }
    }
    #expect(try await shown(by: server) == old)
    #expect(folder.warnings == reasons.map { stays + $0 })
    #expect(folder.events.failures == 18)
    try certificates.write("server.crt", good)
    await security.refreshIfChanged()
    #expect(security.problem == nil)
    #expect(folder.log.all.last == "info the web configuration was loaded anew")
    try certificates.remove("server.crt")
    await security.refreshIfChanged()
    #expect(folder.warnings == (reasons + [reasons[0]]).map { stays + $0 })
    await server.close()
  }

  @Test func `A broken configuration leaves users and certificates as they were`() async throws {
    let (security, server) = try await running(SecuredFolder.users)
    let alice = "Basic YWxpY2U6c2VjcmV0"
    #expect(await security.authenticator.check(authorization: alice) == .allowed)
    for text in ["tls_server_config: {", "basic_auth_users: {alice: hunter2}", "\u{0}", "extra: 1"] {
      try folder.configure(text)
      await security.refreshIfChanged()
      #expect(await security.authenticator.check(authorization: alice) == .allowed)
      #expect(await security.authenticator.check(authorization: nil) == .denied)
    }
    try certificates.remove("web.yaml")
    await security.refreshIfChanged()
    #expect(await security.authenticator.check(authorization: nil) == .denied)
    #expect(try await shown(by: server) == folder.certificate("server.crt"))
    #expect(folder.events.failures == 5)
    #expect(folder.warnings.count == 5)
    #expect(!folder.log.all.contains { $0.contains("hunter2") })
    await server.close()
  }

  @Test func `Users are exchanged, and who was let in before is forgotten`() async throws {
    try folder.configure(SecuredFolder.users)
    let security = try await folder.start()
    let alice = "Basic YWxpY2U6c2VjcmV0"
    #expect(await security.authenticator.check(authorization: alice) == .allowed)
    try folder.configure(SecuredFolder.users.replacing("alice", with: "bob"))
    await security.refreshIfChanged()
    #expect(await security.authenticator.check(authorization: alice) == .denied)
    #expect(await security.authenticator.check(authorization: "Basic Ym9iOnNlY3JldA==") == .allowed)
    try folder.configure("")
    await security.refreshIfChanged()
    #expect(await security.authenticator.check(authorization: nil) == .allowed)
  }

  @Test func `Authorities of clients are exchanged`() async throws {
    try await certificates.makeServer("server")
    for name in ["ca", "new-ca"] {
      try await certificates.makeAuthority(name)
      try await certificates.makeClient("client-of-\(name)", signedBy: name)
    }
    try folder.configureTLS(", client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt")
    let security = try await folder.start()
    let server = try await TLSServer(security)
    func welcomes() async throws -> [Bool] {
      var welcomes: [Bool] = []
      for name in ["client-of-ca", "client-of-new-ca"] {
        let client = TLSClient(certificate: (certificates.file("\(name).crt"), certificates.file("\(name).key")))
        welcomes.append(try await client.meet(port: server.port).isWelcome)
      }
      return welcomes
    }
    #expect(try await welcomes() == [true, false])
    try certificates.overwrite("ca.crt", with: "new-ca.crt")
    await security.refreshIfChanged()
    #expect(try await welcomes() == [false, true])
    await server.close()
  }

  @Test func `TLS is neither switched on nor off`() async throws {
    let (security, server) = try await running()
    try folder.configure(SecuredFolder.users)
    await security.refreshIfChanged()
    #expect(security.problem == .needsRestart(false))
    #expect(try await shown(by: server) == folder.certificate("server.crt"))
    #expect(await security.authenticator.check(authorization: nil) == .allowed)
    await server.close()

    let plain = try SecuredFolder()
    try await plain.certificates.makeServer("server")
    try plain.configure(SecuredFolder.users)
    let other = try await plain.start()
    try plain.configureTLS()
    await other.refreshIfChanged()
    #expect(other.problem == .needsRestart(true))
    #expect(other.makeServerHandler() == nil)
    #expect(await other.authenticator.check(authorization: nil) == .denied)
    #expect(
      plain.warnings == [
        "the web configuration that is in force stays, for the new one cannot be used: "
          + "TLS cannot be switched on while calcmon runs; restart it"
      ])
  }

  @Test func `A limit of the rate that stays the same goes on counting, and another one begins anew`() async throws {
    try folder.configure("rate_limit: {interval: 1h, burst: 1}")
    let security = try await folder.start()
    #expect(security.admitsRequest())
    try folder.configure("rate_limit: {interval: 1h, burst: 1}\nhttp_server_config: {headers: {X-Frame-Options: deny}}")
    await security.refreshIfChanged()
    #expect(security.headers.map(\.value) == ["deny"])
    #expect(!security.admitsRequest())
    try folder.configure("rate_limit: {interval: 1h, burst: 2}")
    await security.refreshIfChanged()
    #expect([security.admitsRequest(), security.admitsRequest(), security.admitsRequest()] == [true, true, false])
    try folder.configure("")
    await security.refreshIfChanged()
    #expect(security.admitsRequest())
  }

  @Test func `Another file with the same size and time is seen`() async throws {
    let date = Date(timeIntervalSince1970: 1_700_000_000)
    for (name, burst) in [("web.yaml", 1), ("new.yaml", 2)] {
      try certificates.write(name, "rate_limit: {interval: 1h, burst: \(burst)}")
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: certificates.file(name))
    }
    let security = try await folder.start()
    for _ in 0..<2 { await security.refreshIfChanged() }
    #expect(rename(certificates.file("new.yaml"), folder.file) == 0)
    await security.refreshIfChanged()
    #expect([security.admitsRequest(), security.admitsRequest(), security.admitsRequest()] == [true, true, false])
  }

  @Test func `Warnings are told once until something changes`() async throws {
    let (security, server) = try await running()
    try certificates.setMode("server.key", 0o644)
    for _ in 0..<3 { await security.refreshIfChanged() }
    let warning = "the key file server.key can be read by others than its owner (mode 0644); chmod 600 it"
    #expect(folder.warnings == [warning])
    await server.close()
  }

  @Test func `Files are looked at no more often than the interval says, and read only where they changed`() async throws {
    let reads = Mutex(0)
    try folder.configure("")
    let security = try await WebSecurity.start(
      file: folder.file,
      read: { _ in
        reads.withLock { $0 += 1 }
        return WebSettings()
      }, time: folder.time, logger: folder.log.logger)
    func refreshed(after step: Duration) async -> Int {
      folder.time.advance(by: step)
      await security.refreshIfChanged()
      return reads.withLock { $0 }
    }
    // What was read first may have been written again in the same instant, so it is read twice.
    #expect(await refreshed(after: .seconds(1)) == 2)
    #expect(await refreshed(after: .seconds(1)) == 2)
    try folder.configure("# changed\n")
    #expect(await refreshed(after: .milliseconds(999)) == 2)
    #expect(await refreshed(after: .milliseconds(1)) == 3)
    #expect(await refreshed(after: .seconds(1)) == 4)
    #expect(await refreshed(after: .seconds(1)) == 4)
  }

  @Test func `Many who look at once read the files once`() async throws {
    let reads = Mutex(0)
    try folder.configure("")
    let security = try await WebSecurity.start(
      file: folder.file,
      read: { _ in
        reads.withLock { $0 += 1 }
        return WebSettings()
      }, time: folder.time, logger: folder.log.logger)
    folder.time.advance(by: .seconds(1))
    await withTaskGroup { group in
      for _ in 0..<100 { group.addTask { await security.refreshIfChanged() } }
    }
    #expect(reads.withLock { $0 } == 2)
  }

  @Test func `Who was cancelled meanwhile does not leave the files unread`() async throws {
    try folder.configure("")
    let security = try await folder.start()
    try folder.configure("http_server_config: {headers: {X-Frame-Options: deny}}")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await security.refreshIfChanged()
    }
    await task.value
    #expect(security.headers.map(\.value) == ["deny"])
  }
}
