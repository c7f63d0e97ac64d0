import AppIntake
import CalcmonTesting
import NIOCore
import Telemetry
import Testing

/// Connections are read together, some times a second, and what cannot wait does not.
@Suite(.timeLimit(.minutes(2))) struct AppServerReadingTests {
  @Test
  func
    `Who connects is heard at once, with all that was said by then, and a question is answered, however seldom others are read`()
    async throws
  {
    let greeting = AgentGreeting(version: "1.2", probe: nil)
    try await withServer(greeting: greeting, pace: .hours(1)) { server in
      let first = try UnixPeer(server.path)
      first.send(Lines.hello + Lines.bye)
      _ = try await server.events { $0.count == 2 }
      let second = try UnixPeer(server.path)
      second.send(Lines.hello)
      _ = try await server.events { $0.contains { $0.connection == 2 } }
      #expect(try await offThePool { AgentInquiry.ask(server.path, patience: 60_000) } == .agent(greeting))
    }
  }

  @Test func `As many lines as may come at once are heard at once, and no more`() async throws {
    try await withServer { server in
      let peer = try UnixPeer(server.path)
      peer.send(Lines.hello + String(repeating: Lines.bye, count: 59))
      _ = try await server.events { $0.count == 60 }
      peer.send(Lines.bye)
      let other = try UnixPeer(server.path)
      other.send(Lines.hello)
      // All have been read when the other's end is heard.
      _ = try await server.events { $0.count == 61 }
      other.close()
      _ = try await server.events { $0.contains { $0.isClosed && $0.connection == 2 } }
      #expect(server.count == 62)
    }
  }

  @Test func `While one floods, the others are heard to their end`() async throws {
    try await withServer(ofProcess: 9) { server in
      let flooding = try UnixPeer(server.path)
      let flood = Array(Lines.hello.utf8) + (0..<10_000).flatMap { _ in Array(Lines.bye.utf8) }
      async let sent: Void = offThePool { flooding.send(flood) }
      _ = try await server.events { $0.count >= 60 }
      let quiet = try (0..<8).map { _ in try UnixPeer(server.path) }
      for peer in quiet { peer.send(Lines.hello) }
      _ = try await server.events { $0.count { $0.isOpened } == 9 }
      for peer in quiet { peer.send(Lines.bye) }
      for peer in quiet { peer.close() }
      let events = try await server.events { $0.count { $0.isClosed } == 8 }
      #expect(events.count { $0.connection != 1 } == 24)
      #expect(events.count { $0.connection == 1 } == 60)
      flooding.close()
      try await sent
    }
  }

  @Test func `The end of one that may not be read any further is seen when it has been heard`() async throws {
    try await withServer { server in
      let peer = try UnixPeer(server.path)
      peer.send(Lines.hello + String(repeating: Lines.bye, count: 79))
      peer.close()
      _ = try await server.events { $0.count == 60 }
      server.time.advance(by: .seconds(1))
      let events = try await server.events { $0.contains(where: \.isClosed) }
      #expect(events.count == 81)
    }
  }

  @Test func `The end of one that is not listened to is seen, and makes room`() async throws {
    try await withServer(ofProcess: 1, wants: { _ in false }) { server in
      for number in 1...3 {
        let peer = try UnixPeer(server.path)
        peer.send(Lines.hello + Lines.bye)
        _ = try await server.events { $0.count { $0.isOpened } == number }
        peer.close()
        _ = try await server.events { $0.count { $0.isClosed } == number }
      }
      #expect(server.refusals == [])
    }
  }

  @Test func `One that has ended makes room for one that comes, before its turn to be read`() async throws {
    try await withServer(ofProcess: 1, pace: .hours(1)) { server in
      let old = try UnixPeer(server.path)
      old.send(Lines.hello)
      _ = try await server.events { $0.count == 1 }
      old.send(Lines.bye)
      old.close()
      // All were read once when it came.
      server.time.advance(by: .seconds(1))
      let new = try UnixPeer(server.path)
      new.send(Lines.hello)
      let events = try await server.events { $0.contains { $0.connection == 2 } }
      #expect(events.map(\.connection) == [1, 1, 1, 2])
      #expect(server.refusals == [])
    }
  }

  @Test func `The longest line that may be is heard, and a longer one ends the connection`() async throws {
    try await withServer { server in
      let peer = try UnixPeer(server.path)
      peer.send(Lines.hello(length: 8193))
      peer.send(Lines.bye)
      _ = try await server.events { $0.count == 2 }
      peer.send(Lines.bye + String(repeating: " ", count: 8193))
      let events = try await server.events { $0.contains(where: \.isClosed) }
      #expect(events.count == 4)
      guard case .closed(.refused(.lineTooLong)) = events[3].kind else { return #expect(Bool(false)) }
    }
  }

  @Test func `When the server ends, all connections do, those that have said nothing too`() async throws {
    let silent = Kept<UnixPeer>()
    let (speaking, listening) = (Kept<UnixPeer>(), Kept<Listening>())
    try await withServer { server in
      let peers = try (UnixPeer(server.path), UnixPeer(server.path))
      peers.0.send(Lines.hello)
      _ = try await server.events { $0.count == 1 }
      silent.value = peers.1
      speaking.value = peers.0
      listening.value = server
    }
    let peers = try (#require(speaking.value), #require(silent.value))
    #expect(try await offThePool { peers.0.isClosedByServer() && peers.1.isClosedByServer() })
    #expect(try #require(listening.value).count(of: \.isClosed) == 1)
  }
}
