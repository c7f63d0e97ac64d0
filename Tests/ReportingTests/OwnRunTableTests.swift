import CalcmonTesting
import Foundation
import Rendering
import Reporting
import Runs
import Samples
import Testing
import Workloads

/// What a table tells of steps of the user's own.
@Suite struct OwnRunTableTests {
  private static let call = StepCall.python(module: "shop.pricing", function: "price")
  private static let mix = Mix(name: "price", kind: .mixed, arrivals: .filling(seconds: 3), cpu: .init(calling: call))
  private static let transfer = TransferCost(
    argumentBytes: 1_258_291, resultBytes: 20, loopSeconds: 0.0021, workerSeconds: 0.001)

  private static func step(_ seconds: Double, failures: Int = 0) -> StepMeasurement {
    StepMeasurement(
      step: .cpu, count: 200, failures: failures, firstError: failures > 0 ? "shop.py:7: in price\n\u{1B}ValueError" : nil,
      seconds: seconds, wallSeconds: seconds * 1.1, lockShare: 0.98, transfer: transfer)
  }

  private static func table(_ step: StepMeasurement = step(0.002)) -> RunTable {
    let record = RunRecord.completed(.hybrid, .asyncio, failed: 3).telling { result in
      result.firstError = "shop.py:7: in price\n\u{1B}ValueError: no price"
      result.workerStartSeconds = 0.31
      result.transfer = transfer
    }
    let histogram = Records.latency(milliseconds: 2, count: 200)
    return RunTable(
      mix, cores: 2, records: [record],
      measurements: [.asyncio: StepMeasurements([step], histograms: [.cpuStepDuration: histogram])])
  }

  @Test func `The first failure stands below the table, set in, with what it took to send items`() {
    let lines = Self.table().text(width: 100).split(separator: "\n").map(String.init)
    #expect(lines.first == "Mix price (mixed): 100 items, CPU python:shop.pricing:price, 2 cores")
    let failure = lines.firstIndex(of: "hybrid in asyncio: the first failure:") ?? 0
    #expect(Array(lines.dropFirst(failure + 1).prefix(2)) == ["    shop.py:7: in price", "    \\u{1B}ValueError: no price"])
    let text = Self.table().text
    #expect(text.contains("workers started in 310 ms; an item's argument 1.2 MiB and result 20 B pickled, 3.1 ms to send"))
  }

  @Test func `A table of calcmon's own steps tells nothing of it`() {
    let text = RunTable.comparison.text
    #expect(!text.contains("workers started") && !text.contains("first failure"))
  }

  @Test func `The JSON has what was measured`() throws {
    let table = try Self.table().jsonObject()
    let measured = try #require((table["measurements"] as? [[String: Any]])?.first)
    #expect(measured["target"] as? String == "python:shop.pricing:price")
    #expect(measured["seconds"] as? Double == 0.002)
    #expect(measured["calls"] as? Int == 200)
    #expect(measured["lock_share"] as? Double == 0.98)
    #expect((measured["transfer"] as? [String: Any])?["argument_bytes"] as? Double == 1_258_291)
    let run = try #require(try Self.table().jsonRuns().first)
    #expect(run["first_error"] as? String == "shop.py:7: in price\n\u{1B}ValueError: no price")
    #expect(run["worker_start_seconds"] as? Double == 0.31)
    #expect((run["transfer"] as? [String: Any])?["loop_seconds"] as? Double == 0.0021)
    #expect(try RunTable.comparison.jsonObject()["measurements"] == nil)
  }

  @Test(arguments: [(0.002, true), (0.0031, false), (0.2, false)])
  func `If it takes longer to send an item than to compute it, that is said`(seconds: Double, isSaid: Bool) {
    let lines = Self.step(seconds).lines(in: .asyncio, [.cpuStepDuration: Records.latency(milliseconds: 2, count: 200)])
    #expect(lines.first?.hasPrefix("cpu step in asyncio: \(DurationText.text(seconds)) of CPU time a call (p99 2") == true)
    #expect(lines.first?.contains("98 % of it with Python's lock") == true)
    #expect((lines.last?.hasSuffix("that it computes; hybrid will disappoint") == true) == isSaid)
    guard isSaid else { return }
    #expect(
      lines.last
        == "an item's argument has 1.2 MiB pickled and takes 3.1 ms to send: more than the 2 ms that it computes; hybrid will disappoint"
    )
  }

  @Test func `Failures of the measuring are told with the first of them`() {
    let lines = Self.step(0.2, failures: 200).lines(in: .asyncio, [:])
    #expect(lines.dropFirst() == ["200 of 200 calls failed:", "    shop.py:7: in price", "    \\u{1B}ValueError"])
  }
}
