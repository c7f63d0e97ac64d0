import CalcmonTesting
import Foundation
import Storage
import Testing

/// Every column of every table with every kind of value that does not belong there, before everything that reads. A trap would end this
/// process: that it comes to an end is the test.
@Suite(.timeLimit(.minutes(10))) struct DamagedHistoryFaultSweepTests {
  private static let values = [
    "NULL", "'noon'", "''", "x'ff00'", "-1", "0", "1e308", "1e-300", "253402300799999", "9223372036854775807",
    "-9223372036854775808",
    "replace(hex(zeroblob(20000)), '00', '[')",
  ]

  @Test(arguments: values)
  func `A value that does not belong there ends no reader`(value: String) async throws {
    let history = try await DamagedHistory()
    let reading = HistoryReading(path: history.path)
    for (table, column) in try history.columns() {
      try history.restore()
      guard try history.damage(table, column, value) else { continue }
      _ = reading.commands()
      do { try await reading.agent() } catch let error as HistoryReading.Endless {
        Issue.record("\(table).\(column) = \(value): \(error)")
      } catch {
        // An error is an answer.
      }
    }
  }

  @Test(arguments: [1, 20, 400])
  func `Bytes that are damaged end no reader`(count: Int) async throws {
    let history = try await DamagedHistory()
    let reading = HistoryReading(path: history.path)
    for seed in 0..<UInt64(20) {
      try history.restore(flipping: count, seed: seed)
      _ = reading.commands()
      try? await reading.agent()
      for name in try FileManager.default.contentsOfDirectory(atPath: history.directory.path) where name.contains(".corrupt-") {
        unlink(history.directory.file(name))
      }
    }
  }

  /// What a report says nothing of must change nothing that it judges.
  @Test(arguments: [
    "runs.mix", "runs.strategy", "runs.runtime", "runs.kind", "runs.outcome", "runs.started_ms", "runs.ended_ms",
    "runs.duration_seconds", "runs.cpu_user_seconds", "runs.cores", "runs.cpu_samples", "runs.queue_peak",
    "runs.memory_peak_bytes", "trends.run_id", "trends.quantity", "trends.score", "histograms.counts", "latency_1h.counts",
    "latency_1m.start_ms", "stalls.seconds", "stalls.run_id",
  ])
  func `A report says that something was left out`(place: String) async throws {
    let history = try await DamagedHistory()
    let parts = place.split(separator: ".").map(String.init)
    let value = ["mix", "quantity"].contains(parts[1]) ? "x'ff'" : "'noon'"
    #expect(try history.damage(parts[0], parts[1], value))
    let left = HistoryReading(path: history.path).commands().map(\.count)
    #expect(left.contains { $0 > 0 }, "\(place): \(left)")
    #expect(left[0] > 0 || ["histograms", "latency_1m", "latency_1h"].contains(parts[0]), "\(place): \(left)")
  }
}
