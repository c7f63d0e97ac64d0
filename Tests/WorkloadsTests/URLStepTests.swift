import CalcmonTesting
import Foundation
import Samples
import Testing
import Workloads

/// Steps that ask a real server, in the runtime `swift`.
@Suite(.timeLimit(.minutes(3))) struct URLStepTests {
  @Test(arguments: [Strategy.sync, .threads, .async])
  func `Every strategy asks as the URL says, over connections that it keeps`(strategy: Strategy) async throws {
    let server = try await ScriptedServer.start()
    let outcome = try await run(mix("http://user:secret@localhost:\(server.port)/ok", items: 40), strategy)
    #expect(outcome.result.itemsOk == 40, "\(outcome.result.firstError ?? "")")
    #expect(outcome.result.firstError == nil)
    #expect(outcome.histograms[.ioStepDuration]?.count == 40)
    let seen = try await HTTP.request("GET", "/connections", port: server.port).body
    // One to find out where localhost is, one of this question.
    #expect((Int(seen) ?? .max) <= 4 + 2)
    await server.stop()
  }

  @Test(arguments: [Strategy.threads, .async])
  func `A server that closes its connections costs no item`(strategy: Strategy) async throws {
    let server = try await ScriptedServer.start()
    let outcome = try await run(mix("http://127.0.0.1:\(server.port)/once", items: 20), strategy)
    #expect(outcome.result.itemsOk == 20, "\(outcome.result.firstError ?? "")")
    await server.stop()
  }

  @Test(
    arguments: [Strategy.threads, .async],
    [
      ("/503", "HTTP 503 from http://127.0.0.1:PORT/503"),
      ("/302", "HTTP 302 from http://127.0.0.1:PORT/302: redirects are not followed (to /ok)"),
      ("/none", "HTTP 401 from http://127.0.0.1:PORT/none"),
      ("/half", "no answer from http://127.0.0.1:PORT/half: the server closed the connection before its answer was complete"),
      ("/huge", "no answer from http://127.0.0.1:PORT/huge: it has more than 64 MiB"),
    ])
  func `A bad answer is a failed item, and the first is told without who asked`(
    strategy: Strategy, bad: (path: String, said: String)
  ) async throws {
    let server = try await ScriptedServer.start()
    let outcome = try await run(mix("http://user:wrong@127.0.0.1:\(server.port)\(bad.path)", items: 3), strategy)
    #expect(outcome.result.itemsFailed == 3)
    #expect(outcome.result.firstError == bad.said.replacing("PORT", with: "\(server.port)"))
    await server.stop()
  }

  @Test(arguments: [Strategy.threads, .async])
  func `A server that does not answer runs into the item's timeout`(strategy: Strategy) async throws {
    let server = try await ScriptedServer.start()
    var mix = mix("http://127.0.0.1:\(server.port)/never", items: 3)
    mix.timeoutSeconds = 0.2
    #expect(try await run(mix, strategy).result.itemsTimeout == 3)
    await server.stop()
  }

  @Test(arguments: [Strategy.threads, .async])
  func `A server that is gone is told`(strategy: Strategy) async throws {
    let server = try await ScriptedServer.start()
    await server.stop()
    let result = try await run(mix("http://127.0.0.1:\(server.port)/", items: 3), strategy).result
    #expect(result.itemsFailed == 3)
    #expect(result.firstError == "no answer from http://127.0.0.1:\(server.port)/: Connection refused")
  }

  @Test(arguments: [Strategy.threads, .async])
  func `A certificate that is not trusted is told`(strategy: Strategy) async throws {
    let folder = try TemporaryDirectory()
    let (certificate, key) = (folder.file("cert.pem"), folder.file("key.pem"))
    _ = try await Tool.output(
      "openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1", "-keyout", key, "-out",
        certificate,
      ])
    let server = try await ScriptedServer.start(tls: (certificate, key))
    let result = try await run(mix("https://localhost:\(server.port)/ok", items: 2), strategy).result
    #expect(result.itemsFailed == 2)
    #expect(result.firstError?.hasPrefix("no answer from https://localhost:\(server.port)/ok: ") ?? false)
    #expect(result.firstError?.lowercased().contains("certificate") ?? false, "\(result.firstError ?? "")")
    await server.stop()
  }

  @Test func `A host that there is not ends the run at its beginning`() async throws {
    let error = await #expect(throws: (any Error).self) { try await run(mix("http://no-such-host.invalid/", items: 1), .async) }
    #expect("\(error as (any Error)?, default: "")".contains("cannot find no-such-host.invalid: "))
  }

  private func mix(_ url: String, items: Int) -> Mix {
    Mix(name: "x", kind: .io, arrivals: .batch(items: items), io: Mix.IOStep(.url(url)), concurrency: 4).withThreads(4)
  }
}

extension Mix {
  /// The same with so many threads.
  fileprivate func withThreads(_ count: Int) -> Mix {
    var mix = self
    mix.threads = count
    return mix
  }
}
