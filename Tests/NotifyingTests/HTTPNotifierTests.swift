import Alerting
import ManualClock
import Notifying
import Scheduling
import Testing

@Suite(.timeLimit(.minutes(2))) struct HTTPNotifierTests {
  private let time = ManualTime()

  /// Sends an alert to a URL.
  private func send(
    _ url: String, _ time: (any TimeSource)? = nil, alerts: [NotifiedAlert] = [.sample()], isAlertmanager: Bool = false,
    change: (inout HTTPReceiver) -> Void = { _ in }
  ) async -> SendOutcome {
    await NotifierFactory.forTests(time ?? self.time).send(url, alerts, isAlertmanager: isAlertmanager, change: change)
  }

  // MARK: What is sent

  @Test func `A webhook is posted a message for each name`() async throws {
    let receiver = try await Receiver(.status(200))
    let alerts: [NotifiedAlert] = [.sample(.queueGrowing), .sample(.ioWaitHigh)]
    #expect(await send(receiver.url + "/hook?a=b", alerts: alerts) == .delivered)
    await receiver.close()
    let bodies = try alerts.map { alert in
      String(
        decoding: try WebhookPayload([alert], receiver: "webhook/place", externalURL: "http://calcmon").json(), as: UTF8.self)
    }
    #expect(receiver.requests.map(\.body) == bodies)
    let request = try #require(receiver.requests.first)
    #expect(request.method == "POST")
    #expect(request.path == "/hook?a=b")
    #expect(request.headers["content-type"] == ["application/json"])
    #expect(request.headers["user-agent"] == ["calcmon/1.2.3"])
    #expect(request.headers["content-length"] == ["\(bodies[0].utf8.count)"])
    #expect(request.headers["authorization"].isEmpty)
  }

  @Test(arguments: [
    ("", "/api/v2/alerts"), ("/", "/api/v2/alerts"), ("/am/", "/am/api/v2/alerts"), ("/am?x=1", "/am/api/v2/alerts?x=1"),
  ])
  func `An Alertmanager is posted all alerts to its API`(_ path: String, _ called: String) async throws {
    let receiver = try await Receiver(.status(200))
    let alerts: [NotifiedAlert] = [.sample(.queueGrowing), .sample(.ioWaitHigh)]
    #expect(await send(receiver.url + path, alerts: alerts, isAlertmanager: true) == .delivered)
    await receiver.close()
    #expect(receiver.requests.map(\.path) == [called])
    #expect(receiver.requests.map(\.body) == [String(decoding: try AlertmanagerPayload(alerts).json(), as: UTF8.self)])
  }

  @Test func `The message that is not delivered is the last one`() async throws {
    let receiver = try await Receiver(.status(200), .status(503), .status(200))
    let alerts: [NotifiedAlert] = [.sample(.queueGrowing), .sample(.ioWaitHigh), .sample(.memoryGrowing)]
    #expect(await send(receiver.url, alerts: alerts) == .retry(after: nil, reason: "it answered 503"))
    await receiver.close()
    #expect(receiver.requests.count == 2)
  }

  // MARK: Time

  @Test func `A receiver that hangs is given up after its time`() async throws {
    let receiver = try await Receiver(.nothing)
    async let outcome = send(receiver.url) { $0.timeout = 7 }
    await time.untilSomebodySleeps(until: .seconds(7))
    time.advance(by: .seconds(7))
    #expect(await outcome == .retry(after: nil, reason: "there was no answer within 7 s"))
    await receiver.close()
  }

  @Test func `A receiver that takes no connection is given up after its time`() async throws {
    let full = try FullListener()
    async let outcome = send("http://127.0.0.1:\(full.port)/") { $0.timeout = 3 }
    await time.untilSomebodySleeps(until: .seconds(3))
    time.advance(by: .seconds(3))
    #expect(await outcome == .retry(after: nil, reason: "there was no answer within 3 s"))
  }

  @Test(arguments: [(500, .retry(after: nil, reason: "it answered 500")), (200, .delivered)] as [(Int, SendOutcome)])
  func `An answer that does not end counts by its status when the time is over`(_ code: Int, _ outcome: SendOutcome) async throws
  {
    let receiver = try await Receiver(.stalled(code))
    #expect(await send(receiver.url, SecondSleepEnds()) == outcome)
    await receiver.close()
  }

  @Test func `A cancelled try ends at once`() async throws {
    let receiver = try await Receiver(.nothing)
    let url = receiver.url
    let sending = Task { await send(url) }
    await time.untilSomebodySleeps(until: .seconds(10))
    sending.cancel()
    #expect(await sending.value == .retry(after: nil, reason: "it was given up"))
    await receiver.close()
  }
}
