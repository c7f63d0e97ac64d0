import CalcmonTesting
import API
import Foundation
import Samples
import Testing

/// Requests that nobody would write.
@Suite struct RequestFuzzTests {
  private static let parts = ["runs", "samples", "status", "rules", "alerts", "targets", "12", "", "..", "\u{0}", "api"]
  private static let names = [
    "mix", "strategy", "runtime", "outcome", "since", "until", "limit", "before", "quantity", "step", "type", "rule_name[]",
    "exclude_alerts", "group_limit", "", "x",
  ]
  private static let values = [
    "mixed", "hybrid", "swift", "completed", "24h", "1700000000", "2026-11-22T18:00:00Z", "-9223372036854775808", "9e99", "1-2",
    "queue_depth", "memory_bytes", "30s", "alert", "true", "", "%", "0.1", "253402300800", "-253402300800", "1000y", "nan",
    "9223372036854775807-9223372036854775807", "2026-11-22T18:00:00.99999999999999999999999+23:59", "e", "\u{202E}",
    "'; DROP TABLE runs",
  ]

  private static func value(_ random: inout SplitMix64) -> String {
    var scalars = Array((values.randomElement(using: &random) ?? "").unicodeScalars)
    for _ in 0..<Int.random(in: 0...2, using: &random) where Bool.random(using: &random) {
      let scalar = UnicodeScalar(UInt32.random(in: 0...0x2FF, using: &random)) ?? " "
      let place = Int.random(in: 0...scalars.count, using: &random)
      if place < scalars.count, Bool.random(using: &random) {
        scalars.remove(at: place)
      } else {
        scalars.insert(scalar, at: place)
      }
    }
    return scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
  }

  @Test func `They are answered, or refused with a reason on one line`() async throws {
    let folder = try HistoryFolder()
    try await folder.store.write([.run(Agents.completed, id: 11), .run(Agents.stalled, id: 12)])
    var random = SplitMix64(state: 42)
    var answered = 0
    for _ in 0..<5000 {
      let isPlain = Int.random(in: 0..<8, using: &random) > 0
      let path = (0..<(isPlain ? 1 : Int.random(in: 0...3, using: &random))).map { _ in
        isPlain ? Self.parts[Int.random(in: 0..<6, using: &random)] : Self.parts.randomElement(using: &random) ?? ""
      }
      let query = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        (name: Self.names.randomElement(using: &random) ?? "", value: Self.value(&random))
      }
      do throws(APIProblem) {
        let text = try answer(try APIRequest(path: path, query: query), snapshot: Agents.busy, history: folder.reader)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
        answered += 1
      } catch {
        #expect(!error.message.isEmpty && !error.message.contains { $0.isNewline } && error.message.utf8.count < 2000)
        #expect(error.errorType == .badData || error.errorType == .notFound)
      }
    }
    #expect(answered > 500)
    try await folder.close()
  }
}
