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

  @Test(
    arguments: [
      // Items that wait for long are no reason to do few: the loop's own thread is, or how many may be in flight.
      (["io": "1s", "cpu": "1ms", "concurrency": "2000", "strategy": "async"], 900...1000),
      (["io": "1s", "cpu": "1ms", "concurrency": "300", "strategy": "async"], 290...300),
      (["io": "10s", "cpu": "1ms", "concurrency": "20000", "strategy": "hybrid"], 1700...2000),
      (["io": "200ms", "cpu": "1ms", "concurrency": "100", "strategy": "async,hybrid"], 480...498),
      (["io": "10s", "cpu": "0ms", "threads": "700", "strategy": "threads"], 69...70),
      // Not the longest of the items decides.
      (["io": "1s", "cpu": "1ms", "concurrency": "300", "jitter": "1.5", "strategy": "async"], 240...300),
    ] as [([String: String], ClosedRange<Double>)])
  func `What is kept up with does not depend on how long the first and the last items take`(
    values: [String: String], capacity: ClosedRange<Double>
  ) throws {
    let given = values.merging(["rate": "5", "tasks": "20", "runtime": "swift"]) { $1 }
    for row in try result(given).rows {
      #expect(capacity.contains(row.service?.capacity ?? 0), "\(row.name): \(row.service?.capacity ?? 0)")
    }
  }

  @Test func `What is kept up with is what a course of many items keeps up with, and no more`() throws {
    let values = ["io": "8ms", "cpu": "3ms", "runtime": "swift", "arrivals": "constant", "tasks": "20000"]
    for row in try result(values.merging(["rate": "10"]) { $1 }).rows {
      let capacity = try #require(row.service?.capacity)
      for (share, isKept) in [(0.95, true), (1.1, false)] {
        let played = try result(
          values.merging(["rate": "\(capacity * share)", "strategy": row.prediction.strategy.rawValue]) { $1 })
        let done = try #require(played.rows.first).prediction.itemsPerSecond
        #expect((done > capacity * share * 0.99) == isKept, "\(row.name) at \(share): \(done) of \(capacity)")
      }
    }
  }

  @Test func `So many threads are enough as a rate of long items needs, and none if the lock is in the way`() throws {
    let waiting = try result(["io": "10s", "cpu": "0ms", "rate": "60", "strategy": "threads", "runtime": "swift"])
    #expect((590...700).contains(try #require(waiting.rows.first?.service?.leastWorkers)))
    let locked = ["io": "8ms", "cpu": "3ms", "strategy": "threads", "runtime": "asyncio"]
    let capacity = try #require(try result(locked.merging(["rate": "10"]) { $1 }).rows.first?.service?.capacity)
    let over = try result(locked.merging(["rate": "\(capacity * 1.02)"]) { $1 })
    #expect(over.rows.first?.service?.isKeptUp == false)
    #expect(over.rows.first?.service?.leastWorkers == nil)
  }

  @Test func `Who does not keep up is not said to do so beside`() throws {
    let result = try result(["io": "10s", "cpu": "1ms", "concurrency": "100", "rate": "11", "strategy": "hybrid", "tasks": "50"])
    #expect(result.rows.allSatisfy { $0.service?.isKeptUp == false })
    #expect(!result.text.contains("it keeps up with what comes"))
  }

  @Test func `Nothing that keeps up: the sentence says what does the most`() throws {
    let result = try result(Self.service.merging(["rate": "5000"]) { $1 })
    let most = try #require(result.rows.max { $0.service?.capacity ?? 0 < $1.service?.capacity ?? 0 })
    #expect(result.sentence.hasPrefix("At 5000 items/s no strategy keeps up. \(most.name) does the most: "))
  }

  @Test func `More arrives than can be done: the queue grows`() throws {
    let values = ["tasks": "5000", "io": "1ms", "cpu": "1ms", "strategy": "hybrid", "runtime": "swift"]
    let over = try result(values.merging(["rate": "3000"]) { $1 })
    #expect(over.rows[0].judgements.contains { $0.target.name == .queueDepth && $0.verdict == .breached })
    let under = try result(values.merging(["rate": "1000"]) { $1 })
    #expect(under.rows[0].judgements.allSatisfy { $0.target.name != .queueDepth || $0.verdict != .breached })
  }
}
