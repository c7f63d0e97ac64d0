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

  @Test func `More arrives than can be done: the queue grows`() throws {
    let values = ["tasks": "5000", "io": "1ms", "cpu": "1ms", "strategy": "hybrid", "runtime": "swift"]
    let over = try result(values.merging(["rate": "3000"]) { $1 })
    #expect(over.rows[0].judgements.contains { $0.target.name == .queueDepth && $0.verdict == .breached })
    let under = try result(values.merging(["rate": "1000"]) { $1 })
    #expect(under.rows[0].judgements.allSatisfy { $0.target.name != .queueDepth || $0.verdict != .breached })
  }
}
