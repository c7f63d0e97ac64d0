import Calculator
import Foundation
import Samples
import Testing
import Thresholds

@Suite struct CalculatorResultTests {
  private func result(_ values: [String: String]) throws -> CalculatorResult {
    CalculatorResult(try CalculatorRequest(values, cores: 2))
  }

  @Test func `The table, the CSV and the JSON say the same`() throws {
    let result = try result(["tasks": "300"])
    #expect(result.rows.count == 8)
    let lines = result.text.split(separator: "\n")
    #expect(lines[0] == "Predicted, nothing was run: 300 items, I/O 3.3 ms, CPU 1.2 ms, 2 cores, 100 in flight")
    #expect(lines.filter { $0.hasPrefix("hybrid in ") && $0.contains("is limited by the cores") }.count == 2)
    #expect(result.csv.split(separator: "\n").count == 9)
    let object = try JSONSerialization.jsonObject(with: Data(try result.json().utf8)) as? [String: Any]
    let rows = try #require(object?["strategies"] as? [[String: Any]])
    for (row, found) in zip(rows, result.rows) {
      #expect(row["strategy"] as? String == found.prediction.strategy.rawValue)
      #expect(abs((row["seconds"] as? Double ?? 0) - found.prediction.seconds) < 1e-9)
      #expect(abs((row["speedup"] as? Double ?? 0) - found.speedup) < 1e-9)
      #expect(Set((row["event_loop_latency_seconds"] as? [String: Double] ?? [:]).keys) == ["p50", "p99", "max"])
      #expect(Set((row["item_seconds"] as? [String: Double] ?? [:]).keys) == ["mean", "p50", "p99", "max"])
      #expect(row["service"] == nil && row["verdict"] as? String == found.verdict.rawValue)
      for key in ["ideal_seconds", "ideal_ratio", "queue_peak", "cpu_utilization", "io_wait_ratio", "bottleneck"] {
        #expect(row[key] != nil, "\(key)")
      }
    }
  }

  @Test func `Computation on the loop would breach its target; in a worker it would not`() throws {
    let result = try result(["tasks": "200", "cpu": "20ms", "strategy": "async,hybrid", "runtime": "swift"])
    #expect(result.rows.map(\.verdict) == [.breached, .met])
    #expect(result.text.contains("async in swift: event_loop_latency would be breached"))
    #expect(result.verdict == .breached)
  }

  private static let service = ["io": "8ms", "cpu": "3ms", "rate": "300"]

  @Test func `Of a service it is told what is kept up with, how long items take, and how few workers are enough`() throws {
    let result = try result(Self.service)
    func row(_ name: String) throws -> CalculatorResult.Row { try #require(result.rows.first { $0.name == name }) }
    let (sync, hybrid, threads) = (try row("sync in swift"), try row("hybrid in swift"), try row("threads in asyncio"))
    #expect(sync.service?.isKeptUp == false && abs((sync.service?.capacity ?? 0) - 90) < 3)
    #expect(sync.service?.leastWorkers == nil)
    #expect(hybrid.service?.isKeptUp == true && hybrid.service?.isNearSaturation == false)
    // A worker does 333 of 3 ms a second; 300 of them leave it no air.
    #expect(hybrid.service?.leastWorkers == 2 || hybrid.service?.leastWorkers == 1)
    #expect(try #require(hybrid.service).itemP99.contains(hybrid.prediction.itemSeconds.p99))
    // Python's lock: 3 ms of computation at a time.
    #expect((threads.service?.capacity ?? 0) < 333)
    let text = result.text
    #expect(text.contains("At 300 items/s ") && text.contains("ITEM P99") && text.contains("KEEPS UP TO"))
    #expect(text.contains("sync in swift does not keep up: ") && !text.contains("fastest"))
    #expect(text.split(separator: "\n")[0].contains("300 items/s at random (Poisson)"))
  }

  @Test func `The best of a service has the shortest items of those that meet all targets`() throws {
    let result = try result(Self.service)
    let met = result.rows.filter { $0.verdict != .breached && $0.service?.isKeptUp == true }
    #expect(result.best?.name == met.min { $0.prediction.itemSeconds.p99 < $1.prediction.itemSeconds.p99 }?.name)
    #expect(result.sentence.contains("\(result.best?.name ?? "-") has the shortest items of all that meet the targets"))
  }

  @Test func `Near what can be done at most chance decides, which is said with its range`() throws {
    let result = try result(Self.service.merging(["rate": "310", "strategy": "async", "runtime": "swift"]) { $1 })
    let service = try #require(result.rows.first?.service)
    #expect(service.isNearSaturation && service.itemP99.upperBound > 1.2 * service.itemP99.lowerBound)
    #expect(result.text.contains("async in swift is near its limit of ") && result.text.contains(", as chance has it"))
  }

  @Test func `Nothing that keeps up: the sentence says what does the most`() throws {
    let result = try result(Self.service.merging(["rate": "5000"]) { $1 })
    #expect(result.sentence.hasPrefix("At 5000 items/s no strategy keeps up. hybrid in swift does the most: "))
  }

  @Test func `More arrives than can be done: the queue grows`() throws {
    let values = ["tasks": "5000", "io": "1ms", "cpu": "1ms", "strategy": "hybrid", "runtime": "swift"]
    let over = try result(values.merging(["rate": "3000"]) { $1 })
    #expect(over.rows[0].judgements.contains { $0.target.name == .queueDepth && $0.verdict == .breached })
    let under = try result(values.merging(["rate": "1000"]) { $1 })
    #expect(under.rows[0].judgements.allSatisfy { $0.target.name != .queueDepth || $0.verdict != .breached })
  }
}
