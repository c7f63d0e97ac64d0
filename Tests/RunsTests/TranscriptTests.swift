import CalcmonTesting
import Foundation
import Processes
import Runs
import Samples
import Telemetry
import Testing
import Workloads

/// What real children of both runtimes have said, recorded once: whole, and damaged in every place.
@Suite struct TranscriptTests {
  private static let recorded = ["swift", "asyncio"]

  @Test(arguments: recorded)
  func `A whole transcript gives a completed run`(name: String) throws {
    let record = self.record(try bytes(name))
    #expect(record.reason == nil)
    #expect(record.outcome == .completed)
    #expect(record.measurements?.result.itemsOk == 40)
    #expect(record.measurements?.histograms.count == 4)
    #expect(record.version?.isEmpty == false)
    #expect(record.samples.count >= 3)
  }

  @Test(arguments: recorded)
  func `Cut after any byte it is a failed run that says why`(name: String) throws {
    let whole = try bytes(name)
    // Without its last line feed alone, everything was said and nothing can be trusted.
    for length in 0..<whole.count {
      let record = self.record(Array(whole[..<length]))
      try #require(record.outcome == .failed, "cut after \(length) bytes")
      try #require(record.measurements == nil && record.reason?.isEmpty == false)
    }
  }

  @Test(arguments: recorded, ["garbage", "{}", "\u{FFFD}", "[1,2", #"{"v":2,"type":"hello","pid":1,"version":"9"}"#, "null"])
  func `A line that is another costs the run, wherever it stands`(name: String, line: String) throws {
    let lines = String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
    for index in lines.indices {
      var broken = lines
      broken[index] = line
      #expect(record(Array((broken.joined(separator: "\n") + "\n").utf8)).outcome == .failed)
    }
  }

  @Test(arguments: recorded)
  func `Bytes that are not UTF-8, and a line without end, cost the run`(name: String) throws {
    let whole = try bytes(name)
    #expect(record([0xff, 0xfe, 0x0a] + whole).outcome == .failed)
    #expect(record([UInt8](repeating: 0x20, count: 2 << 20) + whole).outcome == .failed)
    #expect(record(whole + [0xff, 0x0a]).outcome == .failed)
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(Repository.root)/Tests/Fixtures/telemetry/\(name).jsonl")))
  }

  /// What the supervisor would make of it, from a child that ends well.
  private func record(_ bytes: [UInt8]) -> RunRecord {
    var intake = RunIntake(
      RunPlan(.mixed, strategy: .hybrid, runtime: .swift, cores: 2, operationsPerSecond: 1e9), cores: 2)
    var splitter = LineSplitter()
    do {
      for line in try splitter.receive(bytes) {
        try intake.receive(try TelemetryCoding.decode(line), at: Timestamp(milliseconds: 1000))
      }
      try splitter.finish()
    } catch {
      intake.end(because: .protocolBroken(error))
    }
    return intake.record(
      exit: ChildExit(status: .exited(0), cpu: CPUTime(userSeconds: 1, systemSeconds: 0)), diagnostics: "",
      startedAt: Timestamp(milliseconds: 0), endedAt: Timestamp(milliseconds: 2000))
  }
}
