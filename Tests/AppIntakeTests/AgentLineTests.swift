import AppIntake
import CalcmonTesting
import Synchronization
import Telemetry
import Testing

/// A connection to an agent that comes back, and never waits for it.
@Suite(.timeLimit(.minutes(2))) struct AgentLineTests {
  private static func hello() -> AppMessage.Hello {
    .init(
      of: .init(pid: 4711, startTicks: 9), app: "shop", language: "", python: "", speaker: 7, probe: "0.1", monotonicNs: 5,
      wallNs: 6)
  }

  private static func standing(_ at: Int64) -> AppMessage { .standing(.init(loop: 1, sinceNs: 1, atNs: at, waitChannel: nil)) }

  @Test func `What is sent is heard behind a greeting, and its end is a farewell`() async throws {
    try await withServer { server in
      try await offThePool {
        let line = AgentLine(server.path, hello: Self.hello)
        line.send(Self.standing(9), at: 0)
        line.end()
        #expect(line.dropped == 0)
      }
      let events = try await server.events { $0.contains { $0.isClosed } }
      guard case .opened(let hello, _)? = events.first?.kind else { return #expect(Bool(false), "\(events)") }
      #expect(hello.subject == .init(pid: 4711, startTicks: 9))
      let messages = events.compactMap { if case .message(let message) = $0.kind { message } else { nil } }
      #expect(messages == [Self.standing(9), .bye])
    }
  }

  @Test func `Without an agent messages are counted and not kept`() throws {
    let folder = try TemporaryDirectory()
    let line = AgentLine(folder.file("none.sock"), hello: Self.hello)
    for second in 0..<100 { line.send(Self.standing(9), at: Int64(second) * 1_000_000_000) }
    #expect(line.dropped == 100)
    #expect(!line.isConnected)
    line.end()
  }

  @Test func `An agent that was away is told again, with another greeting`() async throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("apps.sock")
    let line = Line(path)
    line.send(at: 0)
    #expect(line.dropped == 1)
    try await withServer(path: path) { server in
      try await offThePool { line.send(at: 2_000_000_000) }
      _ = try await server.events { $0.count == 2 }
    }
    try await Poll.until("it sees that the agent has gone") {
      line.flush()
      return !line.isConnected
    }
    try await withServer(path: path) { server in
      try await offThePool { line.send(at: 100_000_000_000) }
      let events = try await server.events { $0.count == 2 }
      #expect(events.first?.isOpened == true)
    }
  }

  @Test func `An agent that reads nothing costs no more than a buffer, and is not waited for`() async throws {
    try await withServer(pace: .hours(1)) { server in
      try await offThePool {
        let line = AgentLine(server.path, hello: Self.hello)
        for at in 0..<20_000 { line.send(Self.standing(Int64(at) + 9), at: Int64(at)) }
        #expect(line.dropped > 10_000)
      }
    }
  }

  /// One that tests hand from thread to thread.
  private final class Line: Sendable {
    // Made, used and let go under the lock alone.
    private struct Held: @unchecked Sendable { let line: AgentLine }
    private let held: Mutex<Held>

    init(_ path: String) { held = Mutex(Held(line: AgentLine(path, hello: AgentLineTests.hello))) }

    var dropped: Int { held.withLock { $0.line.dropped } }
    var isConnected: Bool { held.withLock { $0.line.isConnected } }
    func send(at now: Int64) { held.withLock { $0.line.send(AgentLineTests.standing(9), at: now) } }
    func flush() { held.withLock { $0.line.flush() } }
  }
}
