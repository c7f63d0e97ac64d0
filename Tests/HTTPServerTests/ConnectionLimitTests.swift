import CalcmonTesting
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(2))) struct ConnectionLimitTests {
  @Test func `Of many idle connections the oldest makes room`() async throws {
    var limits = ServerLimits()
    limits.maxConnections = 3
    try await RunningServer.run(limits: limits) { served, port, _ in
      try await offThePool {
        let peers = try (0..<3).map { _ in try RawPeer(port: port) }
        for index in [1, 0, 2] { try expectAnswer(peers[index]) }
        let newest = try RawPeer(port: port)
        #expect(try peers[1].read() == nil)
        for peer in [newest, peers[0], peers[2]] { try expectAnswer(peer) }
      }
      #expect(served.events.filter { $0 == .evicted }.count == 1)
    }
  }

  @Test func `Connections in the middle of something stay, and one more is told to come again`() async throws {
    var limits = ServerLimits()
    limits.maxConnections = 3
    try await RunningServer.run(limits: limits) { served, port, _ in
      try await offThePool {
        let header = try RawPeer(port: port)
        header.send("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n")
        let body = try RawPeer(port: port)
        body.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        #expect(try body.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        let stream = try RawPeer(port: port)
        stream.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try stream.read(through: "\r\n\r\n")
        try untilBusy(port)
        let answer = try RawPeer(port: port).readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
        #expect(answer.contains("\r\nRetry-After: 1\r\n"))
        #expect(answer.contains("\r\nConnection: close\r\n"))
        body.send("ok")
        #expect(try body.readAnswer().body == "ok")
        header.send("\r\n")
        #expect(try header.readAnswer().head.hasPrefix("HTTP/1.1 200 "))
        served.stream("still here")
        #expect(try stream.read(through: "still here").hasSuffix("still here"))
      }
    }
  }

  @Test func `Two thousand idle connections do not stop a scrape`() async throws {
    try await RunningServer.run { served, port, _ in
      try await offThePool {
        var peers: [RawPeer] = []
        for count in 1...2000 {
          peers.append(try RawPeer(port: port))
          // The kernel would let them wait in its queue.
          if count % 100 == 0 { try expectAnswer(RawPeer(port: port)) }
        }
        #expect(try peers[0].read() == nil)
      }
      #expect(served.events.filter { $0 == .evicted }.count >= 1700)
      try await offThePool { try expectAnswer(RawPeer(port: port)) }
    }
  }

  @Test(arguments: [(8, 6, 2), (40, 30, 10), (128, 96, 32), (200, 168, 32), (100_000, 256, 32)])
  func `All connections together take no more descriptors than there are for them`(descriptors: Int, served: Int, turnedAway: Int)
  {
    let limits = ServerLimits(descriptors: descriptors)
    #expect(limits.maxConnections == served)
    #expect(limits.maxTurnedAway == turnedAway)
  }

  private func expectAnswer(_ peer: RawPeer) throws {
    peer.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try peer.readAnswer().body == "GET /metrics\n")
  }

  /// The first bytes of a request are on their way while this asks: until they have come the connection counts as idle.
  private func untilBusy(_ port: Int) throws {
    while try !RawPeer(port: port).readToEnd().hasPrefix("HTTP/1.1 503 ") {}
  }
}
