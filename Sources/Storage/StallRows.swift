import FoundationEssentials
import GRDB
import Samples

extension Stall {
  static let columns =
    ["started_ms", "seconds", "stopped", "control_late", "noticed_seconds", "wait_channel", "stack"]
    + StallCause.allCases.map { "\($0.rawValue)_seconds" }

  /// From a row that holds `columns` in their order, beginning at an index. Its instants are those of the wall clock.
  init(_ row: Row, from first: Int) {
    let started = row[first] as Int64 * 1_000_000
    let stack: String? = row[first + 6]
    var budget: [StallCause: Double] = [:]
    for (index, cause) in StallCause.allCases.enumerated() { budget[cause] = row[first + 7 + index] as Double }
    self.init(
      startedNanoseconds: started, endedNanoseconds: started + Int64((row[first + 1] as Double * 1e9).rounded()),
      budget: StallBudget(budget),
      noticedNanoseconds: (row[first + 4] as Double?).map { started + Int64(($0 * 1e9).rounded()) },
      waitChannel: row[first + 5],
      stack: stack.flatMap { try? JSONDecoder().decode([String].self, from: Data($0.utf8)) } ?? [],
      wasStopped: row[first + 2], controlLateSeconds: row[first + 3])
  }
}

extension Database {
  /// Of all runs of a window, by what was run. Only the stacks of the longest are read.
  func stallSummaries(_ filter: HistoryFilter) throws -> [RunIdentity: StallSummary] {
    let columns = Stall.columns.map { column in
      column == "stack"
        ? "CASE WHEN seconds = max(seconds) OVER (PARTITION BY mix, strategy, runtime) THEN stack END" : "stalls.\(column)"
    }
    let rows = try Row.fetchCursor(
      self,
      sql: """
        SELECT mix, strategy, runtime, \(columns.joined(separator: ", ")) FROM runs JOIN stalls ON run_id = runs.id
        WHERE \(filter.runs) ORDER BY ended_ms, runs.id, number
        """, arguments: filter.arguments)
    var summaries: [RunIdentity: StallSummary] = [:]
    while let row = try rows.next() {
      guard let strategy = Strategy(rawValue: row[1]), let runtime = Runtime(rawValue: row[2]) else { continue }
      summaries[RunIdentity(mix: row[0], strategy: strategy, runtime: runtime), default: StallSummary()].add(Stall(row, from: 3))
    }
    return summaries
  }
}
