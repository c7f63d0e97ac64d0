import CalcmonTesting
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(2))) struct ExchangeTests {
  @Test func `Pipelined requests are answered in order`() async throws {
    try await RunningServer.run { _, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send((0..<500).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
        for index in 0..<500 { #expect(try peer.readAnswer().body == "GET /\(index)\n") }
        peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try peer.readAnswer().body == "abc")
        #expect(try peer.readAnswer().body == "GET /next\n")
      }
    }
  }

  @Test func `What follows a chunked body at once is left, and the connection closed`() async throws {
    try await RunningServer.run { _, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"
        )
        let answer = try peer.readToEnd()
        #expect(answer.contains("\r\nConnection: close\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nabc"))
      }
    }
  }

  @Test func `A body is read where nobody asked for one, and the connection goes on`() async throws {
    try await RunningServer.run { _, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        for framing in ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"] {
          peer.send("GET / HTTP/1.1\r\nHost: a\r\n" + framing)
          #expect(try peer.readAnswer().body == "GET /\n")
        }
      }
    }
  }

  @Test func `A client that waits for 100 is told to go on, and one that sends too much is not`() async throws {
    try await RunningServer.run { _, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        #expect(try peer.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        peer.send("ok")
        #expect(try peer.readAnswer().body == "ok")
        peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n")
        #expect(try peer.readToEnd().hasPrefix("HTTP/1.1 413 "))
      }
    }
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "close"),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", "close"),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "close"),
    ("GET / HTTP/1.0\r\n\r\n", "close"),
    ("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "close"),
  ])
  func `The connection is closed after the answer`(request: String, connection: String) async throws {
    try await RunningServer.run { served, port, stop in
      try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send(request)
        let head = try peer.read(through: "\r\n\r\n")
        #expect(head.contains("\r\nConnection: \(connection)\r\n"))
        #expect(!head.contains("chunked"))
      }
    }
  }

  @Test func `HTTP 1.0 keeps the connection where it asks for it`() async throws {
    try await RunningServer.run { _, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        for _ in 0..<2 {
          peer.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
          let answer = try peer.readAnswer()
          #expect(answer.head.contains("\r\nConnection: keep-alive\r\n"))
          #expect(answer.body == "GET /\n")
        }
      }
    }
  }

  @Test func `A responder that fails before it answers is answered 500`() async throws {
    try await RunningServer.run { served, port, _ in
      let answer = try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send("GET /throws HTTP/1.1\r\nHost: a\r\n\r\n")
        return try peer.readToEnd()
      }
      #expect(answer.hasPrefix("HTTP/1.1 500 "))
      #expect(served.events == [.accepted, .refused(.noAnswer)])
    }
  }

  @Test func `A reset in the middle of an answer is nothing to talk about`() async throws {
    try await RunningServer.run { _, port, _ in
      try await offThePool {
        for path in ["/large", "/endless", "/stream", "/metrics"] {
          for _ in 0..<10 {
            let peer = try RawPeer(port: port, receiveBuffer: 2048)
            peer.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try peer.read(through: "\r\n\r\n")
            peer.resetOnClose()
          }
        }
        let peer = try RawPeer(port: port)
        peer.send("GET /after HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try peer.readAnswer().body == "GET /after\n")
      }
    }
  }
}
