import CalcmonTesting
import Endpoint
import Exposition
import HTTPServer
import Logging
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct EndpointServiceTests {
  @Test func `Each route answers GET and HEAD with the right type`() async throws {
    try await serve { (port, _) async throws in
      let types = [
        "/metrics": "text/plain; version=0.0.4; charset=utf-8", "/": "text/html; charset=utf-8",
        "/runs/7": "text/html; charset=utf-8",
        "/api/v1/status": "application/json", "/-/healthy": "text/plain; charset=utf-8", "/assets/a.css": "text/css",
      ]
      for (path, type) in types {
        let get = try await HTTP.request("GET", path, port: port)
        #expect(get.status == 200)
        #expect(get.headers["content-type"] == type)
        #expect(get.headers["content-length"] == "\(get.body.utf8.count)")
        #expect(get.headers["x-content-type-options"] == "nosniff")
        #expect(get.headers["date"]?.hasSuffix(" GMT") == true)
        let head = try await HTTP.request("HEAD", path, port: port)
        #expect(head.status == 200)
        #expect(head.headers["content-length"] == get.headers["content-length"])
        #expect(head.body.isEmpty)
      }
      #expect(try await HTTP.request("GET", "/metrics", port: port).body == "up 1 text\n")
      #expect(try await HTTP.request("GET", "/runs/7", port: port).body == "page runs/7")
    }
  }

  @Test func `Metrics come in the form that is asked for`() async throws {
    try await serve { (port, _) async throws in
      let asked = ["Accept": "application/openmetrics-text;version=1.0.0,text/plain;q=0.5", "Accept-Encoding": "gzip"]
      let answer = try await HTTP.request("GET", "/metrics", port: port, headers: asked)
      #expect(answer.body == "up 1 openMetrics gzip\n")
      #expect(answer.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
      #expect(answer.headers["content-encoding"] == "gzip")
      #expect(answer.headers["vary"] == "Accept, Accept-Encoding")
    }
  }

  @Test func `Long documents are compressed where that is allowed, short ones never`() async throws {
    try await serve { (port, _) async throws in
      let gzip = ["Accept-Encoding": "gzip"]
      #expect(try await HTTP.request("GET", "/long", port: port, headers: gzip).headers["content-encoding"] == "gzip")
      #expect(try await HTTP.request("GET", "/long", port: port).headers["content-encoding"] == nil)
      #expect(try await HTTP.request("GET", "/", port: port, headers: gzip).headers["content-encoding"] == nil)
    }
  }

  @Test func `A document without a known length comes piece by piece, and one that breaks off has no end`() async throws {
    let begun = Mutex(0)
    let usual = content(Flag(true))
    let streaming = EndpointContent(
      metrics: usual.metrics, readiness: usual.readiness, page: usual.page,
      api: { path, _ in
        var document = Document(contentType: "text/csv; charset=utf-8", body: Array("a\n".utf8))
        document.rest = { write in
          begun.withLock { $0 += 1 }
          for number in 0..<100 { try await write(Array("\(number)\n".utf8)) }
          if path == ["broken"] { throw CancellationError() }
        }
        return document
      }, asset: usual.asset, events: usual.events, reload: usual.reload)
    try await serve(EndpointOptions(), streaming) { (port, _) async throws in
      let whole = try await HTTP.request("GET", "/api/v1/whole", port: port, headers: ["Accept-Encoding": "gzip"])
      #expect(whole.status == 200 && whole.headers["transfer-encoding"] == "chunked")
      #expect(whole.headers["content-type"] == "text/csv; charset=utf-8" && whole.headers["content-encoding"] == nil)
      let read = try await Tool.run("curl", ["--silent", "http://127.0.0.1:\(port)/api/v1/whole"])
      #expect(read.status == 0 && read.output == "a\n" + (0..<100).map { "\($0)\n" }.joined())
      let head = try await HTTP.request("HEAD", "/api/v1/whole", port: port)
      #expect(head.status == 200 && head.body.isEmpty)
      #expect(begun.withLock { $0 } == 2)
      let broken = try await Tool.run("curl", ["--silent", "http://127.0.0.1:\(port)/api/v1/broken"])
      // A transfer that ends before its end.
      #expect(broken.status == 18)
      #expect(broken.output.hasPrefix("a\n0\n"))
    }
  }

  @Test func `It is ready when that is so, and tells why it is not`() async throws {
    try await serve { port, ready in
      let before = try await HTTP.request("GET", "/-/ready", port: port)
      #expect(before.status == 503)
      #expect(before.body == "calcmon is not ready: nothing is known.\n")
      #expect(before.headers["retry-after"] == "1")
      ready.withLock { $0 = true }
      #expect(try await HTTP.request("GET", "/-/ready", port: port).status == 200)
    }
  }

  @Test func `Other methods are refused, with those that are not`() async throws {
    try await serve { (port, _) async throws in
      for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        let answer = try await HTTP.request(method, "/metrics", port: port)
        #expect(answer.status == 405, "\(method)")
        #expect(answer.headers["allow"] == "GET, HEAD")
      }
    }
  }

  @Test func `Reloading needs its switch, and tells what became of it`() async throws {
    try await serve { (port, _) async throws in
      #expect(try await HTTP.request("POST", "/-/reload", port: port).status == 403)
    }
    try await serve(options { $0.allowsReload = true }) { (port, _) async throws in
      #expect(try await HTTP.request("GET", "/-/reload", port: port).headers["allow"] == "POST, PUT")
      let refused = try await HTTP.request("POST", "/-/reload", port: port)
      #expect(refused.status == 500)
      #expect(refused.body.contains("line 3"))
      let foreign = try await HTTP.request("POST", "/-/reload", port: port, headers: ["Origin": "http://evil.example"])
      #expect(foreign.status == 403)
      let own = try await HTTP.request("POST", "/-/reload", port: port, headers: ["Origin": "http://127.0.0.1:\(port)"])
      #expect(own.status == 500)
    }
  }

  @Test func `Who is not allowed is told what is needed, and who comes in a crowd to come again`() async throws {
    let authorize: @Sendable (String?) async -> Authorization = { header in
      switch header {
      case "Basic good": .allowed
      case "Basic busy": .busy
      case "Basic many": .limited
      default: .denied
      }
    }
    try await serve(options { $0.authorize = authorize }) { (port, _) async throws in
      for (header, status) in ["good": 200, "busy": 503, "many": 429, "bad": 401] {
        let headers = ["Authorization": "Basic \(header)"]
        #expect(try await HTTP.request("GET", "/metrics", port: port, headers: headers).status == status, "\(header)")
      }
      let refused = try await HTTP.request("GET", "/-/healthy", port: port)
      #expect(refused.status == 401)
      #expect(refused.headers["www-authenticate"] == "Basic realm=\"calcmon\", charset=\"UTF-8\"")
    }
  }

  @Test func `On loopback only names of this host are answered`() async throws {
    try await serve(options { $0.hosts = ["calcmon.example.org"] }) { (port, _) async throws in
      for host in ["127.0.0.1", "localhost:1", "127.9.9.9:80", "[::1]:9873", "CALCMON.example.org", "a.localhost"] {
        #expect(try await HTTP.request("GET", "/metrics", port: port, headers: ["Host": host]).status == 200, "\(host)")
      }
      for host in ["evil.example", "127.0.0.1.evil.example", "example.org", "128.0.0.1"] {
        let answer = try await HTTP.request("GET", "/metrics", port: port, headers: ["Host": host])
        #expect(answer.status == 403, "\(host)")
        #expect(answer.body.contains("--web.external-url=http://\(host)/"))
      }
    }
  }

  @Test func `A check in HTTP 1.0 names no host and is answered, one in HTTP 1.1 must name it`() async throws {
    try await serve { (port, _) async throws in
      let ask = { (request: String) in try await offThePool { try RawPeer.ask(request, port: port) } }
      #expect(try await ask("GET /-/healthy HTTP/1.0\r\n\r\n").contains(" 200 "))
      #expect(try await ask("GET /-/healthy HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n").contains(" 200 "))
      #expect(try await ask("GET /-/healthy HTTP/1.1\r\nConnection: close\r\n\r\n").contains(" 400 "))
      #expect(try await ask("GET /-/healthy HTTP/1.0\r\nHost: evil.example\r\n\r\n").contains(" 403 "))
    }
  }

  @Test func `Pages found behind a proxy may reload, those of other ports may not`() async throws {
    let own = options {
      $0.allowsReload = true
      $0.externalURL = "https://calcmon.example.org/mon/"
    }
    try await serve(own) { (port, _) async throws in
      let origins = [
        "https://calcmon.example.org": 500, "https://calcmon.example.org:443": 500, "http://LOCALHOST:\(port)": 403,
        "http://127.0.0.1:\(port)": 500, "http://calcmon.example.org": 403, "https://calcmon.example.org:8443": 403,
        "http://127.0.0.1:1": 403, "http://127.0.0.1": 403, "null": 403, "": 403,
      ]
      for (origin, status) in origins {
        let answer = try await HTTP.request("POST", "/-/reload", port: port, headers: ["Origin": origin])
        #expect(answer.status == status, "\(origin)")
      }
    }
  }

  @Test func `With a prefix, everything is behind it`() async throws {
    try await serve(options { $0.routePrefix = "/calcmon" }) { (port, _) async throws in
      #expect(try await HTTP.request("GET", "/calcmon/metrics", port: port).status == 200)
      #expect(try await HTTP.request("GET", "/calcmon", port: port).body == "page ")
      #expect(try await HTTP.request("GET", "/metrics", port: port).status == 404)
      #expect(try await HTTP.request("GET", "/calcmonster/metrics", port: port).status == 404)
      let root = try await HTTP.request("GET", "/", port: port)
      #expect(root.status == 302)
      #expect(root.headers["location"] == "/calcmon/")
    }
  }

  @Test func `Queries are decoded, and what cannot be is refused in the way of the API`() async throws {
    try await serve { (port, _) async throws in
      #expect(try await HTTP.request("GET", "/api/v1/runs?a=%C3%A9+b&c", port: port).body == "runs a=é b;c=")
      let broken = try await HTTP.request("GET", "/api/v1/runs?a=%zz", port: port)
      #expect(broken.status == 400)
      #expect(broken.body == "undecodable")
      #expect(try await HTTP.request("GET", "/%ff", port: port).status == 404)
      #expect(try await HTTP.request("GET", "/a/%2e%2e/b", port: port).status == 404)
    }
  }

  @Test func `Events come one by one`() async throws {
    try await serve { (port, _) async throws in
      let stream = try await HTTP.request("GET", "/events", port: port)
      #expect(stream.headers["content-type"] == "text/event-stream")
      #expect(stream.body.contains("data: {\"n\":1}\n\n"))
      #expect(stream.body.contains("data: {\"n\":2}\n\n"))
    }
  }

  @Test func `More readers than pages can be made for are told to come again, and metrics are there for everybody`() async throws
  {
    let (isOpen, open) = AsyncStream<Void>.makeStream()
    let (entered, enter) = AsyncStream<Void>.makeStream()
    let usual = content(Flag(true))
    let slow = EndpointContent(
      metrics: usual.metrics, readiness: usual.readiness,
      page: { _, _ in
        enter.yield()
        for await _ in isOpen {}
        return .html("page")
      }, api: { _, _ in .json("{}", status: 503) }, asset: usual.asset, events: usual.events, reload: usual.reload)
    try await serve(options { $0.maxConcurrentPages = 1 }, slow) { (port, _) async throws in
      async let first = HTTP.request("GET", "/", port: port)
      for await _ in entered { break }
      let second = try await HTTP.request("GET", "/api/v1/runs", port: port)
      #expect(second.status == 503 && second.body == "too many pages are being made\n")
      #expect(second.headers["retry-after"] == "1")
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<100 { group.addTask { try await HTTP.request("GET", "/metrics", port: port).status } }
        for try await status in group { #expect(status == 200) }
      }
      open.finish()
      #expect(try await first.status == 200)
      // What the API itself cannot answer at the moment can be asked for again too.
      let later = try await HTTP.request("GET", "/api/v1/runs", port: port)
      #expect(later.status == 503 && later.body == "{}")
      #expect(later.headers["retry-after"] == "1")
    }
  }

  @Test func `So many listen to events and no more, and who leaves makes room`() async throws {
    let content = content(Flag(true)) { AsyncStream { $0.yield("{}") } }
    try await serve(options { $0.maxConcurrentPages = 1 }, content) { (port, _) async throws in
      try await offThePool {
        let first = try RawPeer(port: port)
        first.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = try first.read(through: "data: {}")
        #expect(
          try RawPeer.ask("GET /events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", port: port).contains(" 503 "))
        first.resetOnClose()
      }
      try await offThePool {
        while true {
          let next = try RawPeer(port: port)
          next.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
          if try next.read(through: "\r\n").contains(" 200 ") { return }
        }
      }
    }
  }

  @Test func `A port in use is one line that names the address and what to do`() async throws {
    try await serve { (port, _) async throws in
      let second = EndpointService(
        .address(ListenAddress(host: "127.0.0.1", port: port)), content: content(Flag(true)), logger: quiet
      ) { _ in }
      let error = await #expect(throws: EndpointError.self) { try await second.run() }
      #expect(
        error?.description
          == "cannot listen on 127.0.0.1:\(port): Address already in use; name another address with --web.listen-address")
    }
  }

  @Test func `A host that does not exist is one line too`() async throws {
    let service = EndpointService(
      .address(ListenAddress(host: "256.1.1.1", port: 0)), content: content(Flag(true)), logger: quiet
    ) { _ in }
    let error = await #expect(throws: EndpointError.self) { try await service.run() }
    #expect(error == .unknownHost("256.1.1.1:0"))
  }

  // MARK: Support

  private var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

  private final class Flag: Sendable {
    private let value: Mutex<Bool>
    init(_ value: Bool) { self.value = Mutex(value) }
    func withLock<Result: Sendable>(_ body: (inout sending Bool) -> sending Result) -> Result { value.withLock(body) }
  }

  private func content(
    _ ready: Flag, events: @escaping @Sendable () -> AsyncStream<String> = EndpointServiceTests.twoEvents
  ) -> EndpointContent {
    EndpointContent(
      metrics: { format, gzip in Array("up 1 \(format)\(gzip ? " gzip" : "")\n".utf8) },
      readiness: { ready.withLock { $0 } ? .ready : .notReady("nothing is known") },
      page: { path, query in
        if query == nil { return .html("undecodable", status: 400) }
        return .html(path == ["long"] ? String(repeating: "long ", count: 1000) : "page \(path.joined(separator: "/"))")
      },
      api: { path, query in
        guard let query else { return .json("undecodable", status: 400) }
        return .json("\(path.joined(separator: "/")) \(query.map { "\($0.name)=\($0.value)" }.joined(separator: ";"))")
      },
      asset: { $0 == "a.css" ? Document(contentType: "text/css", body: Array("a {}".utf8), isImmutable: true) : nil },
      events: events,
      reload: { .refused("line 3") })
  }

  private func options(_ change: (inout EndpointOptions) -> Void) -> EndpointOptions {
    var options = EndpointOptions()
    change(&options)
    return options
  }

  @Sendable private static func twoEvents() -> AsyncStream<String> {
    AsyncStream { events in
      for number in 1...2 { events.yield("{\"n\":\(number)}") }
      events.finish()
    }
  }

  private func serve(
    _ options: EndpointOptions = EndpointOptions(), _ served: EndpointContent? = nil, _ body: (Int, Flag) async throws -> Void
  ) async throws {
    let ready = Flag(false)
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let service = EndpointService(
      .address(ListenAddress(host: "127.0.0.1", port: 0)), content: served ?? content(ready), options: options, logger: quiet
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
