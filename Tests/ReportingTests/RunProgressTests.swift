import Foundation
import Reporting
import Samples
import Telemetry
import Testing

@Suite struct RunProgressTests {
  private let identity = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .asyncio)

  @Test(
    arguments: [
      (100, 0, 0), (100, 1, 0), (100, 4, 0), (100, 5, 1), (100, 50, 12), (100, 99, 23), (100, 100, 24), (100, 200, 24),
      (1, 1, 24),
      (10_000_000, 5_000_000, 12), (0, 0, 0), (0, 7, 0),
    ] as [(Int, Int, Int)])
  func `The bar is filled by what is done of all`(items: Int, done: Int, filled: Int) {
    var progress = RunProgress(identity, items: items)
    progress.receive(word(done: done, elapsed: 1))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 24 - filled)
    #expect(progress.bar.hasPrefix("hybrid in asyncio  [\(bar)]  \(done)/\(items)  "))
  }

  @Test func `Beside the bar stand the rate and the worst latency so far`() {
    var progress = RunProgress(identity, items: 400)
    #expect(progress.bar == "hybrid in asyncio  [........................]  0/400  0 items/s  latency up to 0 s")
    progress.receive(word(done: 100, elapsed: 0.5, latency: 0.012))
    #expect(progress.bar == "hybrid in asyncio  [######..................]  100/400  200 items/s  latency up to 12 ms")
    progress.receive(word(done: 300, elapsed: 2, latency: 0.003))
    #expect(progress.bar == "hybrid in asyncio  [##################......]  300/400  150 items/s  latency up to 12 ms")
  }

  @Test func `The bar of a run is one line of one width`() {
    let lengths = [0, 10, 99].map { done in
      var progress = RunProgress(identity, items: 99)
      progress.receive(word(done: done, elapsed: 1))
      return progress.bar.prefix { $0 != "]" }.count
    }
    #expect(Set(lengths).count == 1)
    #expect(!RunProgress(identity, items: 99).bar.contains("\n"))
  }

  @Test func `The JSON is a line with the state of the run`() throws {
    var progress = RunProgress(identity, items: 400)
    progress.receive(word(done: 50, elapsed: 0.25, latency: 0.5))
    progress.receive(word(done: 100, elapsed: 0.5, latency: 0.0625))
    #expect(
      try progress.json() == #"{"progress":{"done":100,"event_loop_latency_seconds":{"max":0.5},"in_flight":3,"items":400,"#
        + #""items_per_second":200,"mix":"mixed","queue_depth":7,"runtime":"asyncio","seconds":0.5,"strategy":"hybrid"}}"# + "\n")
  }

  @Test func `Before the run's first word everything is zero`() throws {
    let json = try RunProgress(identity, items: 400).json()
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [String: Any]]
    let progress = try #require(object?["progress"])
    for key in ["done", "seconds", "items_per_second", "queue_depth", "in_flight"] {
      #expect(progress[key] as? Double == 0, "\(key)")
    }
    #expect(progress["items"] as? Int == 400)
  }

  private func word(done: Int, elapsed: Double, latency: Double = 0.001) -> WorkProgress {
    WorkProgress(
      elapsed: elapsed, queueDepth: 7, inFlight: 3, done: done, ioWaitSeconds: 0.1, eventLoopLatencySeconds: latency)
  }
}
