import CalcmonTesting
import Endpoint
import Logging
import Samples
import Synchronization
import Testing
import Thresholds

@Suite(.timeLimit(.minutes(2))) struct EndpointServiceTests {
  @Test func `The routes answer GET and HEAD with the right types`() async throws {
    try await serve { port, _ in
      let metrics = try await HTTP.request("GET", "/metrics", port: port)
      #expect(metrics.status == 200)
      #expect(metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      #expect(metrics.headers["content-length"] == "\(metrics.body.utf8.count)")
      #expect(metrics.body == "up 1\n")
      #expect(metrics.headers["date"]?.hasSuffix(" GMT") == true)
      let head = try await HTTP.request("HEAD", "/metrics", port: port)
      #expect(head.status == 200)
      #expect(head.headers["content-length"] == metrics.headers["content-length"])
      #expect(head.body.isEmpty)
      #expect(try await HTTP.request("GET", "/-/healthy", port: port).status == 200)
      let page = try await HTTP.request("GET", "/", port: port)
      #expect(page.headers["content-type"] == "text/html; charset=utf-8")
      #expect(page.headers["x-content-type-options"] == "nosniff")
      #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
      #expect(try await HTTP.request("GET", "/nosuch", port: port).status == 404)
      #expect(try await HTTP.request("GET", "/metrics/../../etc/passwd", port: port).status == 404)
    }
  }

  @Test func `It is ready when the first run has ended, and not before`() async throws {
    try await serve { port, ready in
      let before = try await HTTP.request("GET", "/-/ready", port: port)
      #expect(before.status == 503)
      ready.set()
      let after = try await HTTP.request("GET", "/-/ready", port: port)
      #expect(after.status == 200)
    }
  }

  @Test func `The page shows each target with its verdict, and escapes names`() async throws {
    try await serve { port, _ in
      let page = try await HTTP.request("GET", "/", port: port).body
      #expect(page.contains("&lt;mix &amp; &quot;co&quot;&gt;"))
      #expect(!page.contains("<mix"))
      #expect(page.contains("<td class=\"unknown\">unknown</td>"))
      #expect(page.contains("p(99) &lt; 100 ms"))
      #expect(page.contains("<li>mixed: &lt;held&gt; it</li>"))
    }
  }

  @Test func `The newest runs are JSON`() async throws {
    try await serve { port, _ in
      let runs = try await HTTP.request("GET", "/api/v1/runs", port: port)
      #expect(runs.status == 200)
      #expect(runs.headers["content-type"] == "application/json")
      #expect(runs.body == "{\"runs\":[]}\n")
    }
  }

  @Test func `A port in use is one line that names the address and what to do`() async throws {
    try await serve { port, _ in
      let address = ListenAddress(host: "127.0.0.1", port: port)
      let second = EndpointService(address: address, content: content(ready: { true }), logger: quiet) { _ in }
      let error = await #expect(throws: EndpointError.self) { try await second.run() }
      #expect(
        error?.description
          == "cannot listen on 127.0.0.1:\(port): Address already in use; name another address with --web.listen-address")
    }
  }

  @Test func `A host that does not exist is one line too`() async throws {
    let address = ListenAddress(host: "256.1.1.1", port: 0)
    let service = EndpointService(address: address, content: content(ready: { true }), logger: quiet) { _ in }
    let error = await #expect(throws: EndpointError.self) { try await service.run() }
    #expect(error == .unknownHost(address))
  }

  // MARK: Support

  private final class Flag: Sendable {
    let value = Mutex(false)
    func set() { value.withLock { $0 = true } }
  }

  private var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

  private func content(ready: @escaping @Sendable () -> Bool) -> EndpointContent {
    let identity = RunIdentity(mix: "<mix & \"co\">", strategy: .hybrid, runtime: .swift)
    let judgement = TargetEvaluator.judge(.eventLoopLatency, by: Evidence())
    return EndpointContent(
      metrics: { Array("up 1\n".utf8) }, isReady: ready,
      status: {
        AgentStatus(
          version: "test", rows: [.init(identity: identity, judgement: judgement)], running: nil, stalls: ["mixed: <held> it"])
      }, runs: { "{\"runs\":[]}\n" })
  }

  private func serve(_ body: (Int, Flag) async throws -> Void) async throws {
    let ready = Flag()
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let service = EndpointService(
      address: ListenAddress(host: "127.0.0.1", port: 0), content: content(ready: { ready.value.withLock { $0 } }), logger: quiet
    ) { continuation.yield($0.port) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      try await body(port, ready)
      group.cancelAll()
    }
  }
}
