import CalcmonTesting
import HTTPServer
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ServerStopTests {
  @Test func `A stop closes idle connections, ends streams and lets answers end`() async throws {
    var limits = ServerLimits()
    limits.stopTimeout = .seconds(60)
    try await RunningServer.run(limits: limits) { served, port, stop in
      let (idle, stream, large) = try await offThePool {
        let idle = try RawPeer(port: port)
        idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try idle.readAnswer()
        let stream = try RawPeer(port: port)
        stream.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try stream.read(through: "\r\n\r\n")
        let large = try RawPeer(port: port)
        large.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try large.read(through: "\r\n\r\n")
        return (idle, stream, large)
      }
      await stop()
      try await offThePool { () throws in
        #expect(try idle.read() == nil)
        #expect(try stream.readToEnd() == "0\r\n\r\n")
        #expect(try large.readToEnd().utf8.count >= RunningServer.largeBody)
        #expect(throws: Tool.Failure.self) { try RawPeer(port: port) }
      }
    }
  }

  @Test func `What does not end in time is cut off`() async throws {
    var limits = ServerLimits()
    limits.stopTimeout = .milliseconds(50)
    try await RunningServer.run(limits: limits) { _, port, stop in
      let endless = try await offThePool {
        let endless = try RawPeer(port: port, receiveBuffer: 2048)
        endless.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try endless.read(through: "\r\n\r\n")
        return endless
      }
      await stop()
      _ = try await offThePool { try endless.readToEnd() }
    }
  }

  @Test func `A socket that is handed over is served`() async throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    listen(listener, 16)
    try await RunningServer.run(socket: .inherited(fd: listener)) { _, port, _ in
      try await offThePool {
        let peer = try RawPeer(port: port)
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try peer.readAnswer().body == "GET /\n")
      }
    }
  }
}
