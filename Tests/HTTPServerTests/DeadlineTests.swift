import CalcmonTesting
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(2))) struct DeadlineTests {
  @Test(arguments: ["G", "GET / HTTP/1.1\r\nHost: a\r\nX: "])
  func `A header that does not end is answered 408`(_ start: String) async throws {
    var limits = ServerLimits()
    limits.headerTimeout = .milliseconds(50)
    try await expect(limits, sending: start, answer: "HTTP/1.1 408 ", event: .refused(.headerTimeout))
  }

  @Test(arguments: ["Content-Length: 3\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n3\r\nab"])
  func `A body that does not end is answered 408`(_ rest: String) async throws {
    var limits = ServerLimits()
    limits.requestTimeout = .milliseconds(50)
    try await expect(
      limits, sending: "POST /echo HTTP/1.1\r\nHost: a\r\n" + rest, answer: "HTTP/1.1 408 ", event: .refused(.requestTimeout))
  }

  @Test func `A connection that never sends anything is closed`() async throws {
    var limits = ServerLimits()
    limits.idleTimeout = .milliseconds(50)
    try await expect(limits, sending: "", answer: nil, event: .idled)
  }

  @Test func `A connection is closed when it is idle after an answer`() async throws {
    var limits = ServerLimits()
    limits.idleTimeout = .milliseconds(50)
    try await RunningServer.run(limits: limits) { served, port, _ in
      let answer = try await offThePool { try RawPeer.ask("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n", port: port) }
      #expect(answer.hasSuffix("GET /1\n"))
      #expect(served.events.last == .idled)
    }
  }

  @Test func `A slow header cannot be kept alive by a byte now and then`() async throws {
    var limits = ServerLimits()
    limits.headerTimeout = .milliseconds(100)
    try await RunningServer.run(limits: limits) { [limits] _, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send("GET / HTTP/1.1\r\nX: ")
        // Each byte follows the answer to another connection, so that they come apart.
        for _ in 0..<limits.maxHeaderBytes {
          peer.send("a")
          let other = try RawPeer(port: port)
          other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
          _ = try other.readAnswer()
          if peer.hasInput { break }
        }
        #expect(try peer.readToEnd().hasPrefix("HTTP/1.1 408 "))
      }
    }
  }

  @Test func `A hundred peers that do not read are dropped, and others do not suffer`() async throws {
    var limits = ServerLimits()
    limits.writeTimeout = .milliseconds(200)
    try await RunningServer.run(limits: limits) { served, port, _ in
      let peers = try await offThePool {
        let peers = try (0..<100).map { index in
          let peer = try RawPeer(port: port, receiveBuffer: 2048)
          peer.send("GET \(index % 2 == 0 ? "/large" : "/endless") HTTP/1.1\r\nHost: a\r\n\r\n")
          return peer
        }
        let reader = try RawPeer(port: port)
        reader.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try reader.readAnswer().body == "GET /metrics\n")
        return peers
      }
      await served.heard(.stalled, times: 100)
      withExtendedLifetime(peers) {}
    }
  }

  @Test func `A peer that reads slowly gets all of a large answer`() async throws {
    var limits = ServerLimits()
    limits.writeTimeout = .seconds(2)
    try await RunningServer.run(limits: limits) { served, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port, receiveBuffer: 2048)
        peer.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(try peer.readToEnd().utf8.count > RunningServer.largeBody)
      }
      #expect(!served.events.contains(.stalled))
    }
  }

  @Test func `A stream with long pauses goes on while its peer reads, and ends when it leaves`() async throws {
    var limits = ServerLimits()
    limits.idleTimeout = .milliseconds(100)
    limits.writeTimeout = .milliseconds(100)
    limits.requestTimeout = .milliseconds(100)
    limits.headerTimeout = .milliseconds(100)
    try await RunningServer.run(limits: limits) { served, port, _ in
      try await offThePool {
        let peer = try openStream(port)
        for event in ["data: 1\n\n", "data: 2\n\n", "data: 3\n\n"] {
          // Long enough for another connection to have been idle too long.
          #expect(try RawPeer(port: port).readToEnd() == "")
          served.stream(event)
          #expect(try peer.read(through: event).hasSuffix(event))
        }
      }
      await served.streamEnded()
    }
  }

  @Test func `Who closed one side and reads the other gets the whole answer`() async throws {
    try await RunningServer.run { _, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.endSending()
        let answer = try peer.readToEnd()
        #expect(answer.contains("GET /1\n"))
        #expect(answer.hasSuffix("GET /2\n"))
      }
    }
  }

  /// Over new connections until one is not idle for too long before the request is out.
  private func openStream(_ port: Int) throws -> RawPeer {
    while true {
      let peer = try RawPeer(port: port)
      peer.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
      if let head = try? peer.read(through: "\r\n\r\n"), head.contains("text/event-stream") { return peer }
    }
  }

  private func expect(_ limits: ServerLimits, sending start: String, answer: String?, event: ServerEvent) async throws {
    try await RunningServer.run(limits: limits) { served, port, _ in
      let text = try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send(start)
        return try peer.readToEnd()
      }
      #expect(answer.map(text.hasPrefix) ?? text.isEmpty)
      #expect(served.events == [.accepted, event])
    }
  }
}
