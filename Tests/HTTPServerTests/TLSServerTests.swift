import CalcmonTesting
import HTTPServer
import NIOSSL
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct TLSServerTests {
  @Test func `Each connection gets the certificate of the moment`() async throws {
    let directory = try TemporaryDirectory()
    let contexts = [try await context("first", directory), try await context("second", directory)]
    let current = Mutex(0)
    try await RunningServer.run(tls: { contexts[current.withLock { $0 }] }) { _, port, _ in
      for (index, name) in ["first", "second"].enumerated() {
        current.withLock { $0 = index }
        let answer = try await Tool.run(
          "curl",
          [
            "-sS", "--cacert", directory.file("\(name).pem"), "--resolve", "\(name):\(port):127.0.0.1",
            "https://\(name):\(port)/x", "https://\(name):\(port)/y",
          ])
        #expect(answer.output == "GET /x\nGET /y\n", "\(answer.errors)")
      }
    }
  }

  @Test func `A handshake that does not end is closed`() async throws {
    let directory = try TemporaryDirectory()
    let context = try await context("name", directory)
    var limits = ServerLimits()
    limits.headerTimeout = .milliseconds(50)
    try await RunningServer.run(limits: limits, tls: { context }) { served, port, _ in
      try await offThePool {
        #expect(try RawPeer(port: port).readToEnd() == "")
        let peer = try RawPeer(port: port)
        peer.send([22, 3, 1])
        #expect(try peer.readToEnd() == "")
        let garbage = try RawPeer(port: port)
        garbage.send([22, 3, 1, 0, 5, 1, 2, 3, 4, 5, 6, 7, 8])
        _ = try garbage.readToEnd()
      }
      #expect(served.events.filter { $0 == .handshakeFailed }.count >= 2)
    }
  }

  @Test func `Plain HTTP is told to use TLS`() async throws {
    let directory = try TemporaryDirectory()
    let context = try await context("name", directory)
    try await RunningServer.run(tls: { context }) { served, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try peer.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
        #expect(answer.hasSuffix("this port speaks TLS: use https\n"))
      }
      #expect(served.events == [.accepted, .refused(.plainTextOnTLS)])
    }
  }

  @Test func `Without a certificate the connection is closed`() async throws {
    try await RunningServer.run(tls: { nil }) { served, port, _ in
      try await offThePool { () throws in #expect(try RawPeer(port: port).readToEnd() == "") }
      #expect(served.events == [.accepted, .handshakeFailed])
    }
  }

  private func context(_ name: String, _ directory: TemporaryDirectory) async throws -> NIOSSLContext {
    let (certificate, key) = (directory.file("\(name).pem"), directory.file("\(name).key"))
    _ = try await Tool.output(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
        "/CN=\(name)",
        "-addext", "subjectAltName=DNS:\(name)", "-keyout", key, "-out", certificate,
      ])
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
        privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))))
  }
}
