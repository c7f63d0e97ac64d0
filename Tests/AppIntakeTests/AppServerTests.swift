import AppIntake
import CalcmonTesting
import Foundation
import Telemetry
import Testing

/// The socket of the probes, with peers that do as they please.
@Suite(.timeLimit(.minutes(2))) struct AppServerTests {
  private static let hello = Lines.hello
  private static let bye = Lines.bye

  @Test func `What is said comes in order, with who says it, and with the end`() async throws {
    try await withServer { server in
      let peer = try UnixPeer(server.path)
      peer.send(Self.hello + Self.bye)
      peer.close()
      let events = try await server.events { $0.contains(where: \.isClosed) }
      #expect(events.map(\.connection) == [1, 1, 1])
      guard case .opened(let hello, let who) = events[0].kind else { return #expect(Bool(false)) }
      #expect(hello.app == "shop")
      #expect(who == AppPeer(pid: getpid(), uid: geteuid()))
      guard case .message(.bye) = events[1].kind, case .closed(.ended) = events[2].kind else { return #expect(Bool(false)) }
    }
  }

  @Test func `A line that comes in pieces is one line`() async throws {
    try await withServer { server in
      let peer = try UnixPeer(server.path)
      for byte in Array(Self.hello.utf8) { peer.send([byte]) }
      _ = try await server.events { !$0.isEmpty }
    }
  }

  @Test(arguments: [
    "nonsense\n", "\n", "{\"v\":1,\"type\":\"bye\"}\n", "{\"v\":99,\"type\":\"hello\"}\n", String(repeating: "x", count: 100_000),
    String(repeating: "[", count: 8000) + "\n", "\u{0}\u{1}\u{2}\n",
  ])
  func `A peer that talks nonsense first is closed, and was never there`(text: String) async throws {
    try await withServer { server in
      let peer = try UnixPeer(server.path)
      peer.send(Array(text.utf8))
      #expect(try await offThePool { peer.isClosedByServer() })
      // It is held off for a minute.
      let early = try UnixPeer(server.path)
      early.send(Self.hello)
      #expect(try await offThePool { early.isClosedByServer() })
      server.time.advance(by: .seconds(60))
      let good = try UnixPeer(server.path)
      good.send(Self.hello)
      let events = try await server.events { !$0.isEmpty }
      #expect(events.map(\.connection) == [3])
      #expect(server.refusals.last == .heldOff)
      #expect(server.refusals.count == 2)
    }
  }

  @Test func `One line that cannot be is left out; after another the peer is closed, and it is told why`() async throws {
    try await withServer { server in
      let peer = try UnixPeer(server.path)
      peer.send(Self.hello + "nonsense\n" + Self.bye + "nonsense\n" + Self.bye)
      let events = try await server.events { $0.contains(where: \.isClosed) }
      #expect(events.count == 4)
      guard case .dropped = events[1].kind, case .message(.bye) = events[2].kind else { return #expect(Bool(false)) }
      guard case .closed(.refused) = events[3].kind else { return #expect(Bool(false)) }
      #expect(try await offThePool { peer.isClosedByServer() })
    }
  }

  @Test func `One that says hello twice is closed`() async throws {
    try await withServer { server in
      let peer = try UnixPeer(server.path)
      peer.send(Self.hello + Self.hello)
      let events = try await server.events { $0.contains(where: \.isClosed) }
      #expect(events.count <= 3)
    }
  }

  @Test func `One that floods is read no faster than it may send; others are heard meanwhile`() async throws {
    try await withServer { server in
      let flooding = try UnixPeer(server.path)
      let flood = Array(Self.hello.utf8) + (0..<1000).flatMap { _ in Array(Self.bye.utf8) }
      async let sent: Void = offThePool { flooding.send(flood) }
      _ = try await server.events { $0.count >= 60 }
      let other = try UnixPeer(server.path)
      other.send(Self.hello)
      let events = try await server.events { $0.contains { $0.connection == 2 } }
      // The clock stands: no more than the burst.
      #expect(events.count { $0.connection == 1 } == 60)
      // After a second 20 more are heard. Its sleep may not have begun yet.
      try await Poll.until("a second brings 20 more lines") {
        server.time.advance(by: .milliseconds(50))
        return server.count >= 81
      }
      flooding.close()
      try await sent
    }
  }

  @Test func `A thousand connections at once: those beyond 256 are closed, and then there is room again`() async throws {
    allowDescriptors()
    try await withServer(ofProcess: 1000) { server in
      let peers = try await offThePool { try (0..<1000).map { _ in try UnixPeer(server.path) } }
      for peer in peers { peer.send(Self.hello) }
      _ = try await server.events { $0.count { $0.isOpened } >= 256 }
      try await Poll.until("those beyond are closed") { peers.count { $0.isClosedNow } >= 744 }
      #expect(server.opened == 256)
      for peer in peers { peer.close() }
      _ = try await server.events { $0.count { $0.isClosed } >= 256 }
      let next = try UnixPeer(server.path)
      next.send(Self.hello)
      _ = try await server.events { $0.count { $0.isOpened } == 257 }
    }
  }

  @Test func `One process has no more than four of them`() async throws {
    try await withServer { server in
      let peers = try (0..<5).map { _ in try UnixPeer(server.path) }
      for peer in peers { peer.send(Self.hello) }
      _ = try await server.events { $0.count { $0.isOpened } == 4 }
      try await Poll.until("the fifth is closed") { peers.count { $0.isClosedNow } == 1 }
      #expect(server.refusals == [.processConnections])
    }
  }

  @Test func `One that is not wanted is read no further, and is closed after a minute`() async throws {
    try await withServer(wants: { _ in false }) { server in
      let peer = try UnixPeer(server.path)
      peer.send(Self.hello + Self.bye)
      _ = try await server.events { !$0.isEmpty }
      server.time.advance(by: .seconds(61))
      peer.send(Self.bye)
      #expect(try await offThePool { peer.isClosedByServer() })
      #expect(server.count == 2, "no more than its greeting and its end")
    }
  }

  @Test func `A command that asks is told who listens, and one that no agent answers is not`() async throws {
    let greeting = AgentGreeting(version: "1.2", probe: "probe-1")
    try await withServer(greeting: greeting) { server in
      let answer = try await offThePool { AgentInquiry.ask(server.path, patience: 60_000) }
      #expect(answer == .agent(greeting))
      #expect(server.count == 0)
    }
    try await withServer { server in
      let answer = try await offThePool { AgentInquiry.ask(server.path) }
      #expect(answer == .silent)
    }
    #expect(AgentInquiry.ask("/nonexistent/apps.sock") == .nobody)
  }

  @Test func `A socket that a process listens to is not taken from it`() async throws {
    try await withServer { server in
      await #expect(throws: AppSocketError.inUse(path: server.path)) { try await withServer(path: server.path) { _ in } }
      #expect(server.isSocket)
      try await offThePool { try UnixPeer(server.path) }.send(Self.hello)
      _ = try await server.events { !$0.isEmpty }
    }
  }

  @Test func `A path that can be none is told`() async throws {
    let long = "/tmp/" + String(repeating: "x", count: 103)
    #expect(AppSocketPlace.problem(of: long) == .tooLong(path: long))
    #expect(AppSocketPlace.problem(of: String(long.dropLast())) == nil)
    #expect(AppSocketPlace.problem(of: "apps.sock") == .relative(path: "apps.sock"))
    #expect(AppSocketPlace.problem(of: "/etc/passwd") == .notASocket(path: "/etc/passwd"))
    await #expect(throws: AppSocketError.tooLong(path: long)) { try await withServer(path: long) { _ in } }
    await #expect(throws: AppSocketError.noGroup("no-such-group")) { try await withServer(group: "no-such-group") { _ in } }
  }

  @Test func `Root makes the folder of the socket, which others may look into; other users have one of their own`() throws {
    let run = try TemporaryDirectory()
    let (system, own) = (run.file("calcmon"), run.file("user"))
    #expect(mkdir(own, 0o700) == 0)
    let standard = { AppSocketPlace.standard(runtimeFolder: own, system: system, isRoot: $0) }
    #expect(standard(false) == "\(own)/calcmon/apps.sock")
    #expect(!FileManager.default.fileExists(atPath: system))
    #expect(standard(true) == "\(system)/apps.sock")
    var status = stat()
    #expect(stat(system, &status) == 0 && status.st_mode & 0o7777 == 0o755)
    #expect(standard(false) == "\(system)/apps.sock")
    #expect(AppSocketPlace.standard(runtimeFolder: nil, system: "/nonexistent/calcmon", isRoot: true) == nil)
  }

  @Test func `One that is not admitted is not heard`() async throws {
    try await withServer(admits: { _ in false }) { server in
      let peer = try UnixPeer(server.path)
      peer.send(Self.hello)
      #expect(try await offThePool { peer.isClosedByServer() })
      #expect(server.count == 0)
    }
  }

  @Test func `The socket has its mode, replaces one that is left over, and goes with the server`() async throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("apps.sock")
    for _ in 0..<2 {
      try await withServer(path: path) { _ in
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
      }
      #expect(!FileManager.default.fileExists(atPath: path))
      try UnixPeer.leaveSocket(at: path)
    }
  }

  @Test func `A file that is no socket is left alone`() async throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("apps.sock")
    try "mine".write(toFile: path, atomically: true, encoding: .utf8)
    await #expect(throws: (any Error).self) { try await withServer(path: path) { _ in } }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }
}

/// Both ends of all connections are in this process.
private func allowDescriptors() {
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 4096))
  setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}
