import AppFixtures
import Foundation
import Samples
import Snapshots
import Testing
import Thresholds

import Pages

@Suite struct LiveEventTests {
  private func object(_ json: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  @Test func `An event tells the verdict, the alerts and how far the run has come`() throws {
    let event = try object(LiveEvent.json(PageFixtures.healthy, revision: 12))
    #expect(Set(event.keys) == ["state", "revision", "at", "verdict", "alerts", "breached", "running", "standing", "apps"])
    #expect(event["revision"] as? Int == 12)
    #expect(event["verdict"] as? String == "met")
    let running = try #require(event["running"] as? [String: Any])
    #expect(running["mix"] as? String == "mixed")
    #expect(running["share"] as? Double == 0.62)
    #expect(running["items_done"] as? Int == 620)
    #expect(running["elapsed_seconds"] as? Double == 1.3)
    #expect(running["text"] as? String == "1.3 s of about 2.1 s, 620 of 1,000 items done, 34 waiting")
    let alerts = try object(LiveEvent.json(PageFixtures.sick, revision: 1))["alerts"] as? [String: Int]
    #expect(alerts == ["firing": 2, "pending": 1, "silenced": 1])
  }

  @Test func `An event tells what is breached, and why`() throws {
    #expect((try object(LiveEvent.json(PageFixtures.healthy, revision: 1))["breached"] as? [Any])?.isEmpty == true)
    let breached = try #require(try object(LiveEvent.json(PageFixtures.sick, revision: 1))["breached"] as? [[String: Any]])
    #expect(!breached.isEmpty)
    for target in breached {
      #expect(TargetCause.Kind(rawValue: target["cause"] as? String ?? "") != nil)
      #expect((target["cause_text"] as? String)?.isEmpty == false)
    }
  }

  @Test func `An event tells what stands, and the figures of applications as the pages show them`() throws {
    let event = try object(LiveEvent.json(AppFixtures.snapshot, revision: 1))
    #expect((event["standing"] as? String)?.hasPrefix("shop: The loop of process 4711 has stood for 12 s") == true)
    let apps = try #require(event["apps"] as? [[String: Any]])
    #expect(apps.map { $0["app"] as? String } == ["gateway", "shop"])
    let figures = try #require(apps[1]["figures"] as? [String: String])
    #expect(figures["processes"] == "3" && figures["tasks"] == "622" && figures["up"] == "up")
    #expect(try object(LiveEvent.json(PageFixtures.healthy, revision: 1))["standing"] as? String == "")
  }

  @Test func `What nobody knows is null`() throws {
    var host = PageFixtures.empty
    #expect(try object(LiveEvent.json(host, revision: 0))["running"] is NSNull)
    host.running = .init(identity: Fleet.baseline.identity, startedAt: host.at, expectedSeconds: .nan)
    let running = try object(LiveEvent.json(host, revision: 0))["running"] as? [String: Any]
    for key in ["expected_seconds", "items", "items_done", "queue_depth", "share"] { #expect(running?[key] is NSNull, "\(key)") }
  }

  @Test(arguments: HostilePageTests.texts)
  func `An event is one line and gives a name back as it was`(text: String) throws {
    let json = LiveEvent.json(PageFixtures.hostile(text), revision: 1)
    #expect(!json.unicodeScalars.contains { $0 == "\n" || $0 == "\r" })
    #expect((try object(json)["running"] as? [String: Any])?["mix"] as? String == text)
  }

  @Test func `The page and the event name the same state, another revision and another start do not`() {
    let host = PageFixtures.healthy
    let state = LiveEvent.state(host, revision: 12)
    #expect(StatusPage.html(host, nil, window: .day, root: "", revision: 12).contains("data-state=\"\(state)\""))
    var other = host
    other.startedAt = host.at
    #expect(state != LiveEvent.state(host, revision: 13) && state != LiveEvent.state(other, revision: 12))
  }

  @Test func `Without items the time is the measure, and it never says more than all`() {
    let identity = Fleet.baseline.identity
    let words = { (elapsed: Double, expected: Double?) in
      RunningWords(
        .init(identity: identity, startedAt: PageFixtures.at.advanced(bySeconds: -elapsed), expectedSeconds: expected),
        at: PageFixtures.at)
    }
    #expect(words(1, 4).share == 0.25)
    #expect(words(9, 4).share == 1)
    #expect(words(9, 4).text == "9 s, longer than the last time (4 s)")
    #expect(words(9, nil).share == nil)
    #expect(words(-3, 4).share == 0)
  }
}
