import Alerting
import ManualClock
import Notifying
import Testing

@Suite(.timeLimit(.minutes(2))) struct HTTPAnswerTests {
  private func send(_ url: String, change: (inout HTTPReceiver) -> Void = { _ in }) async -> SendOutcome {
    await NotifierFactory.forTests(ManualTime()).send(url, change: change)
  }

  @Test(
    arguments: [
      (.status(200), .delivered),
      (.status(204), .delivered),
      (.status(400, [:], "bad\u{7} labels\nmore"), .refused(reason: "it answered 400: bad  labels")),
      (.status(401), .refused(reason: "it answered 401")),
      (.status(404, [:], "\n \nno such page"), .refused(reason: "it answered 404: no such page")),
      (
        .status(400, [:], String(repeating: "z", count: 500)),
        .refused(reason: "it answered 400: " + String(repeating: "z", count: 200) + "…")
      ),
      (.status(302, ["Location": "http://127.0.0.1:1/"]), .refused(reason: "it answered 302, a redirect, which is not followed")),
      (.status(408), .retry(after: nil, reason: "it answered 408")),
      (.status(425), .retry(after: nil, reason: "it answered 425")),
      (.status(429, ["Retry-After": "7"], "slow down"), .retry(after: .seconds(7), reason: "it answered 429: slow down")),
      (.status(500, [:], "oops"), .retry(after: nil, reason: "it answered 500: oops")),
      (.status(503, ["Retry-After": "86400"]), .retry(after: .seconds(300), reason: "it answered 503")),
      (.status(503, ["Retry-After": "Tue, 14 Nov 2023 22:14:20 GMT"]), .retry(after: .seconds(60), reason: "it answered 503")),
      (.status(503, ["Retry-After": "Tue, 14 Nov 2023 22:00:00 GMT"]), .retry(after: .zero, reason: "it answered 503")),
      (.status(503, ["Retry-After": "Tue, 14 Nov 2033 22:00:00 GMT"]), .retry(after: .seconds(300), reason: "it answered 503")),
      (.status(503, ["Retry-After": "soon"]), .retry(after: nil, reason: "it answered 503")),
      (.status(503, ["Retry-After": "-1"]), .retry(after: nil, reason: "it answered 503")),
      (.reset, .retry(after: nil, reason: "Connection reset by peer")),
      (.close, .retry(after: nil, reason: "the connection was closed before an answer")),
      (.endless(200), .delivered),
      (.endless(500), .retry(after: nil, reason: "it answered 500: " + String(repeating: "y", count: 200) + "…")),
    ] as [(Receiver.Answer, SendOutcome)])
  func `Each answer has its outcome`(_ answer: Receiver.Answer, _ outcome: SendOutcome) async throws {
    let receiver = try await Receiver(answer)
    #expect(await send(receiver.url) == outcome)
    #expect(receiver.requests.count == 1)
    await receiver.close()
  }

  @Test func `What is not HTTP is tried again`() async throws {
    let receiver = try await Receiver(.noHTTP)
    guard case .retry(nil, let reason) = await send(receiver.url) else {
      Issue.record("it is not")
      return
    }
    #expect(reason.hasPrefix("no answer that could be read: "))
    await receiver.close()
  }

  @Test func `A redirect leads nowhere`() async throws {
    let target = try await Receiver(.status(200))
    let receiver = try await Receiver(.status(307, ["Location": target.url]))
    #expect(await send(receiver.url) == .refused(reason: "it answered 307, a redirect, which is not followed"))
    #expect(target.requests.isEmpty)
    await receiver.close()
    await target.close()
  }

  @Test func `Nobody who listens is tried again`() async throws {
    let receiver = try await Receiver(.status(200))
    await receiver.close()
    #expect(await send(receiver.url) == .retry(after: nil, reason: "Connection refused"))
  }

  @Test func `A name that leads nowhere is tried again`() async {
    // A label has at most 63 bytes, so that nobody has to be asked.
    let name = String(repeating: "a", count: 64)
    #expect(await send("http://\(name).invalid/") == .retry(after: nil, reason: "the host's name leads nowhere"))
  }

  @Test(arguments: ["", "nonsense", "ftp://127.0.0.1/", "http://"])
  func `A URL that is none is refused`(_ url: String) async {
    guard case .refused = await send(url) else {
      Issue.record("it is not refused")
      return
    }
  }
}
