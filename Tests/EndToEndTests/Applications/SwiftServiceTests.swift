import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// The example of a service in Swift, as its author would build it, and a real agent.
  @Suite(.serialized, .timeLimit(.minutes(5))) struct SwiftServiceTests {
    @Test(arguments: [("handler", "blocked"), ("execute", "blocked"), ("loop", "callback")])
    func `A loop that a handler holds is told with the cause`(path: String, cause: String) async throws {
      try await Self.with { agent, service in
        let stall = try await Self.stall(agent, service, after: path) { $0["task"] as? String == nil }
        // Whoever else uses this host: a loop that computes may wait for its core instead.
        #expect([cause, cause == "callback" ? "runqueue" : cause].contains(stall["cause"] as? String), "\(stall)")
        let function = cause == "blocked" ? "sleepOnThread" : "compute"
        #expect((stall["stack"] as? [String])?.contains { $0.contains(function) } == true, "\(stall)")
        if cause == "blocked" { #expect((stall["wait_channel"] as? String)?.contains("sleep") == true, "\(stall)") }
      }
    }

    @Test func `A thread of the pool that sleeps is told, which no loop notices`() async throws {
      try await Self.with { agent, service in
        let stall = try await Self.stall(agent, service, after: "pool") { $0["task"] as? String == "cooperative pool" }
        #expect(stall["cause"] as? String == "blocked", "\(stall)")
        #expect((stall["frame"] as? String)?.contains("sleepOnThread") == true, "\(stall)")
        #expect((stall["wait_channel"] as? String)?.contains("sleep") == true, "\(stall)")
      }
    }

    @Test func `A queue that is full is told so`() async throws {
      try await Self.with { agent, service in
        for _ in 0..<21 { _ = try await HTTP.request("GET", "/queue", port: service.port) }
        let labels = "{app=\"shop\",queue=\"jobs\"}"
        try await agent.wait(for: "the queue is full") { try await agent.value("calcmon_app_queue_depth\(labels)") == 20 }
        #expect(try await agent.value("calcmon_app_queue_capacity\(labels)") == 20)
      }
    }

    @Test func `On a host whose cores others use, waiting for a core is no fault of the service`() async throws {
      try await Self.with { agent, service in
        var hogs: [Program] = []
        for _ in 0..<8 * ProcessInfo.processInfo.activeProcessorCount {
          hogs.append(try await Program.start(["sh", "-c", "while :; do :; done"]))
        }
        var found: [String: Any]?
        for _ in 0..<40 where found == nil {
          _ = try await HTTP.request("GET", "/loop", port: service.port)
          found = try await Self.stalls(agent).first { $0["cause"] as? String == "runqueue" }
        }

        for hog in hogs { await hog.kill() }
        let told = try await Self.stalls(agent)
        #expect(found != nil, "\(told)")
      }
    }

    // MARK: What they do

    private static let program =
      ProcessInfo.processInfo.environment["CALCMON_EXAMPLE"] ?? "\(Repository.root)/.build/examples/debug/shop"

    private static func with(_ body: (AgentProcess, PeerProcess) async throws -> Void) async throws {
      let folder = try TemporaryDirectory()
      let agent = try await Beside.Serving.WatchedAppTests.agent(in: folder)
      let service = try await PeerProcess.start(
        ["env", "CALCMON_SOCKET=\(folder.file("apps.sock"))", program, "0"], telling: .output,
        port: PeerProcess.port(behind: "listens at port "))
      try await agent.wait(for: "it reports") { try await agent.value("calcmon_app_up{app=\"shop\"}") == 1 }
      try await body(agent, service)
      await service.stop()
      try await agent.wait(for: "it has gone") { try await agent.value("calcmon_app_processes{app=\"shop\"}") ?? 0 == 0 }
      _ = try await agent.stop()
    }

    /// The stall that a request makes.
    private static func stall(
      _ agent: AgentProcess, _ service: PeerProcess, after path: String, _ isIt: ([String: Any]) -> Bool
    ) async throws -> [String: Any] {
      _ = try await HTTP.request("GET", "/\(path)", port: service.port)
      return try await Poll.some("a stall") {
        try await stalls(agent).first { ($0["seconds"] as? Double ?? 0) > 0.2 && isIt($0) }
      }
    }

    private static func stalls(_ agent: AgentProcess) async throws -> [[String: Any]] {
      let answer = try await agent.get("/api/v1/apps").body
      let object = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
      let app = (object["apps"] as? [[String: Any]])?.first
      return (app?["stalls"] as? [String: Any])?["newest"] as? [[String: Any]] ?? []
    }
  }
}
