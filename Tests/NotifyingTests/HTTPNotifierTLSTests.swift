import Alerting
import CalcmonTesting
import Foundation
import ManualClock
import NIOSSL
import Notifying
import Testing

@Suite(.timeLimit(.minutes(2))) struct HTTPNotifierTLSTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A certificate that vouches for itself, for `calcmon.test`; the files `cert` and `key`.
  private func makeCertificate() async throws {
    _ = try await Tool.output(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650", "-subj",
        "/CN=calcmon.test",
        "-addext", "subjectAltName=DNS:calcmon.test", "-keyout", directory.file("key"), "-out", directory.file("cert"),
      ])
  }

  private func receiver(asksForCertificate: Bool = false) async throws -> Receiver {
    try await makeCertificate()
    let certificates = try NIOSSLCertificate.fromPEMFile(directory.file("cert"))
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificates.map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: directory.file("key"), format: .pem)))
    if asksForCertificate {
      configuration.certificateVerification = .noHostnameVerification
      configuration.trustRoots = .certificates(certificates)
    }
    return try await Receiver(.status(200), tls: NIOSSLContext(configuration: configuration))
  }

  private func notifier(_ receiver: Receiver, host: String = "127.0.0.1", _ change: (inout HTTPReceiver.TLS) -> Void)
    -> any Notifier
  {
    var settings = HTTPReceiver(url: "https://\(host):\(receiver.port)/", place: "place")
    change(&settings.tls)
    return NotifierFactory.forTests(ManualTime()).make(.webhook(settings))
  }

  private func send(_ receiver: Receiver, host: String = "127.0.0.1", _ change: (inout HTTPReceiver.TLS) -> Void) async
    -> SendOutcome
  {
    let notifier = notifier(receiver, host: host, change)
    let outcome = await notifier.send([.sample()])
    await notifier.shutDown()
    await receiver.close()
    return outcome
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func `The certificate may be for another name than the URL's`(_ host: String) async throws {
    let receiver = try await receiver()
    let outcome = await send(receiver, host: host) {
      $0.caFile = directory.file("cert")
      $0.serverName = "calcmon.test"
    }
    #expect(outcome == .delivered)
    #expect(receiver.requests.first?.headers["host"] == ["\(host):\(receiver.port)"])
  }

  @Test func `A certificate that nobody vouches for is not trusted`() async throws {
    let outcome = await send(try await receiver()) { $0.serverName = "calcmon.test" }
    #expect(outcome == .retry(after: nil, reason: "TLS failed: the certificate is not trusted"))
  }

  @Test func `Any certificate is taken where that is asked for`() async throws {
    #expect(await send(try await receiver()) { $0.isInsecure = true } == .delivered)
  }

  @Test(arguments: [nil, "other.test"])
  func `A certificate for another name is told`(_ name: String?) async throws {
    let outcome = await send(try await receiver(), host: "localhost") {
      $0.caFile = directory.file("cert")
      $0.serverName = name
    }
    #expect(outcome == .retry(after: nil, reason: "TLS failed: the certificate is for another name"))
  }

  @Test func `A certificate is shown to who asks for it`() async throws {
    let outcome = await send(try await receiver(asksForCertificate: true)) {
      $0.isInsecure = true
      $0.certificateFile = directory.file("cert")
      $0.keyFile = directory.file("key")
    }
    #expect(outcome == .delivered)
  }

  @Test func `Who is asked for a certificate and has none is tried again`() async throws {
    let receiver = try await receiver(asksForCertificate: true)
    guard case .retry(nil, let reason) = await send(receiver, { $0.isInsecure = true }) else {
      Issue.record("it is not")
      return
    }
    #expect(reason.hasPrefix("TLS failed: "))
    #expect(receiver.requests.isEmpty)
  }

  @Test func `No TLS at the other end is told`() async throws {
    let receiver = try await Receiver(.status(200))
    guard case .retry(nil, let reason) = await send(receiver, { _ in }) else {
      Issue.record("it is not")
      return
    }
    #expect(reason.hasPrefix("TLS failed: "))
  }

  @Test func `Files are read anew for each request`() async throws {
    let receiver = try await receiver()
    let file = directory.file("ca")
    let notifier = notifier(receiver) {
      $0.caFile = file
      $0.serverName = "calcmon.test"
    }
    #expect(
      await notifier.send([.sample()])
        == .refused(reason: "the authorities' file \(file) cannot be used: No such file or directory"))
    try "rubbish".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(
      await notifier.send([.sample()])
        == .refused(reason: "the authorities' file \(file) cannot be used: it holds no PEM certificate"))
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.copyItem(atPath: directory.file("cert"), toPath: file)
    #expect(await notifier.send([.sample()]) == .delivered)
    await notifier.shutDown()
    await receiver.close()
  }

  @Test func `A key that is broken or missing is refused`() async throws {
    let receiver = try await receiver()
    let (certificate, key) = (directory.file("cert"), directory.file("rubbish"))
    try "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".write(toFile: key, atomically: true, encoding: .utf8)
    let notifiers = [
      notifier(receiver) { ($0.certificateFile, $0.keyFile) = (certificate, key) },
      notifier(receiver) { $0.certificateFile = certificate },
      notifier(receiver) { $0.keyFile = key },
    ]
    var outcomes: [SendOutcome] = []
    for notifier in notifiers {
      outcomes.append(await notifier.send([.sample()]))
      await notifier.shutDown()
    }
    #expect(
      outcomes == [
        .refused(reason: "the key file \(key) cannot be used: it holds no PEM key without a pass phrase"),
        .refused(reason: "the certificate file \(certificate) cannot be used: there is no key file to it"),
        .refused(reason: "the key file \(key) cannot be used: there is no certificate file to it"),
      ])
    await receiver.close()
  }
}
