import CalcmonTesting
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(2))) struct MalformedRequestTests {
  static let malformed: [(String, String, RequestRefusal)] = [
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "400", .lengthAndCoding),
    ("GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "400", .lengthAndCoding),
    ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501", .unknownCoding),
    ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "501", .unknownCoding),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400", .manyContentLengths),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400", .badContentLength),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n", "400", .badContentLength),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", "400", .badContentLength),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n", "400", .badContentLength),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n", "413", .bodyTooLarge),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", "413", .bodyTooLarge),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "400", .manyHosts),
    ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400", .badHost),
    ("GET / HTTP/1.1\r\n\r\n", "400", .noHost),
    ("GET / HTTP/1.1\r\nHost : a\r\n", "400", .badHeader),
    ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n", "400", .badHeader),
    ("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n", "400", .badHeader),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}", "400", .badHeader),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{7F}", "400", .badHeader),
    ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n", "400", .foldedHeader),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb", "400", .badLineEnd),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\n", "400", .badLineEnd),
    ("GET / HTTP/1.1\n", "400", .badLineEnd),
    ("GET / HTTP/1.1\rHost", "400", .badLineEnd),
    ("GET / HTTP/1.2\r\n", "505", .unsupportedVersion),
    ("GET / HTTP/2.0\r\n", "505", .unsupportedVersion),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505", .unsupportedVersion),
    ("GET / http/1.1\r\n", "400", .notHTTP),
    ("GET / ICE/1.1  ", "400", .notHTTP),
    ("GET /\r\n", "400", .notHTTP),
    ("GET\r\n", "400", .notHTTP),
    (" GET / HTTP/1.1\r\n", "400", .notHTTP),
    ("hello\r\n", "400", .notHTTP),
    ("\u{16}\u{3}\u{1}", "400", .notHTTP),
    ("\u{0}", "400", .notHTTP),
    ("GET a HTTP/1.1\r\n", "400", .badTarget),
    ("GET /\u{E4} HTTP/1.1\r\n", "400", .badTarget),
    ("GET /\u{0}", "400", .badTarget),
    ("CONNECT example.com:443 HTTP/1.1\r\n", "400", .badTarget),
    ("NOSUCHMETHOD / HTTP/1.1\r\nHost: a\r\n\r\n", "400", .malformed),
    ("GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n", "417", .unknownExpectation),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n", "400", .malformed),
    ("GET /" + String(repeating: "a", count: 8192), "414", .targetTooLong),
    ("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 16384), "431", .headerTooLarge),
    ("GET / HTTP/1.1\r\n" + String(repeating: "X: a\r\n", count: 101), "431", .tooManyHeaders),
  ]

  @Test(arguments: malformed)
  func `What is no request is answered with an error at once, and closed`(
    request: String, status: String, refusal: RequestRefusal
  ) async throws {
    try await RunningServer.run { served, port, _ in
      let answer = try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send(request)
        return try peer.readToEnd()
      }
      expectRefused(answer, status)
      #expect(served.events == [.accepted, .refused(refusal)])
    }
  }

  @Test func `It is the same when the bytes come one by one`() async throws {
    let short = Self.malformed.filter { $0.0.utf8.count < 200 }
    try await RunningServer.run { served, port, _ in
      for (request, status, refusal) in short {
        let answer = try await offThePool {
          let peer = try RawPeer(port: port)
          for byte in request.utf8 { peer.send([byte]) }
          return try peer.readToEnd()
        }
        expectRefused(answer, status)
        #expect(served.events.last == .refused(refusal))
      }
    }
  }

  @Test func `What is just small enough is answered`() async throws {
    let requests = [
      "GET /" + String(repeating: "a", count: 8191) + " HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: a\r\n", count: 99) + "\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65536\r\n\r\n" + String(repeating: "b", count: 65536),
      "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 16384 - 34) + "\r\n\r\n",
      "GET http://a/path HTTP/1.1\r\nHost: a\r\n\r\n",
      "\r\nGET / HTTP/1.1\r\nhost:a\r\nConnection: keep-alive\r\n\r\n",
    ]
    try await RunningServer.run { _, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        for request in requests {
          peer.send(request)
          #expect(try peer.readAnswer().head.hasPrefix("HTTP/1.1 200 "), "\(request.prefix(80))")
        }
      }
    }
  }

  @Test func `A chunked body that grows past the limit is refused`() async throws {
    try await RunningServer.run { _, port, _ in
      let answer = try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<9 { peer.send("2000\r\n" + String(repeating: "c", count: 0x2000) + "\r\n") }
        return try peer.readToEnd()
      }
      expectRefused(answer, "413")
    }
  }

  private func expectRefused(_ answer: String, _ status: String) {
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
    #expect(answer.contains("\r\nConnection: close\r\n"))
    let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
    let body = parts.count > 1 ? parts[1] : ""
    #expect(body.hasSuffix("\n") && !body.dropLast().contains("\n"))
    #expect(answer.contains("\r\nContent-Length: \(body.utf8.count)\r\n"))
  }
}
