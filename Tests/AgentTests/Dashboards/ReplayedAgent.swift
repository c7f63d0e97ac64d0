import Agent
import CalcmonTesting
import Foundation
import Procfs
import Samples
import Settings
import Storage
import Synchronization

/// An agent as it is without a configuration, for an hour and a quarter on a clock that the test moves, scraped each quarter of a minute; and
/// a Prometheus that answers from all it said.
struct ReplayedAgent {
  /// A run that ended, and the first scrape that could tell of it.
  struct Run: Sendable {
    let record: RunRecord
    let seenAt: Int
  }

  static let scrape = 15
  private static let origin = 1_700_000_000
  /// The hour that dashboards show.
  static let from = origin + 900
  static let to = origin + 4500

  let prometheus: BackfilledPrometheus
  /// In the order of their ends.
  let runs: [Run]
  /// How many runs the history has.
  let kept: Int

  init() async throws {
    let directory = try TemporaryDirectory()
    let proc = directory.file("proc")
    try FileManager.default.copyItem(atPath: "\(Repository.procFixtures)/tree/1", toPath: proc)
    try FileManager.default.createDirectory(atPath: "\(proc)/pressure", withIntermediateDirectories: true)
    for resource in ["cpu", "memory", "io"] {
      try "some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\n".write(
        toFile: "\(proc)/pressure/\(resource)", atomically: true, encoding: .utf8)
    }
    let ended = Mutex<[Run]>([])
    let agent = try ManualAgent(directory: directory, proc: ProcRoot(procfs: proc), unavailable: [:], change: { $0.mixes = nil })
    {
      number, plan, start in
      let record = ReplayedRuns.record(number, plan, at: start)
      let at = Int(start.seconds) - Self.origin
      ended.withLock { $0.append(Run(record: record, seenAt: Self.origin + (at + Self.scrape - 1) / Self.scrape * Self.scrape)) }
      return record
    }
    var text: [UInt8] = []
    try await agent.run {
      await agent.canariesSleep(until: 300)
      for second in stride(from: 0, through: Self.to - Self.origin, by: Self.scrape) {
        agent.advance(to: second)
        if second >= 300, second % 30 == 0 { await agent.canariesSleep(until: second + 30) }
        text += Self.scraped(agent.metrics, at: Self.origin + second)
      }
    }
    text += Array("# EOF\n".utf8)
    let file = directory.file("scrapes.txt")
    try Data(text).write(to: URL(fileURLWithPath: file))
    prometheus = try await BackfilledPrometheus.start(on: file)
    runs = ended.withLock { $0 }
    kept = try HistoryReader(path: agent.databasePath).runCount(
      HistoryFilter(since: Timestamp(milliseconds: 0), until: agent.time.wall.advanced(bySeconds: 60)))
  }

  /// The samples of a scrape as Prometheus keeps them.
  static func scraped(_ metrics: String, at second: Int) -> [UInt8] {
    let target = Array("instance=\"127.0.0.1:9873\",job=\"calcmon\"".utf8)
    let stamp = Array(" \(second)\n".utf8)
    var text = Array("up{".utf8) + target + Array("} 1".utf8) + stamp
    for line in metrics.utf8.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let end = line.firstIndex { [UInt8(ascii: "{"), UInt8(ascii: " ")].contains($0) } ?? line.endIndex
      text += line[..<end]
      text.append(UInt8(ascii: "{"))
      text += target
      let hasLabels = line[end...].first == UInt8(ascii: "{")
      text.append(UInt8(ascii: hasLabels ? "," : "}"))
      text += hasLabels ? line[end...].dropFirst() : line[end...]
      text += stamp
    }
    return text
  }

  /// The newest run of these labels that a scrape before the instant told of.
  func run(_ labels: [String: String], at instant: Double) -> RunRecord? {
    runs.last { run in
      let identity = run.record.identity
      return Double(run.seenAt) <= instant && identity.mix == labels["mix"] && identity.strategy.rawValue == labels["strategy"]
        && identity.runtime.rawValue == labels["runtime"]
    }?.record
  }

  /// What all runs add up to that scrapes told of after one instant and up to another.
  func sum(after start: Int, to end: Int, _ value: (RunRecord) -> Double) -> Double {
    runs.reduce(0) { $0 + ($1.seenAt > start && $1.seenAt <= end ? value($1.record) : 0) }
  }
}
