package import Runs
import Samples
import Telemetry

/// Runs with their stalls, as the API gives them.
package struct RunList: Sendable {
  /// The newest first.
  package let records: [RunRecord]

  /// A list of runs.
  package init(_ records: [RunRecord]) { self.records = records }

  /// `{"runs": […]}` as a line. Instants are ISO 8601 in UTC, times are seconds; `null` where there is no figure.
  package func json() throws -> String { try JSONLine.text(JSONRunList(runs: records.map(JSONRunEntry.init))) }
}

private struct JSONRunList: Encodable {
  let runs: [JSONRunEntry]
}

private struct JSONRunEntry: Encodable {
  let mix: String
  let strategy: Strategy
  let runtime: Runtime
  let version: OrNull<String>
  let outcome: RunOutcome
  let reason: OrNull<String>
  let startedAt: String
  let endedAt: String
  let seconds: OrNull<Double>
  let stalls: JSONStalls
  let stallList: [JSONStall]

  init(_ record: RunRecord) {
    mix = record.identity.mix
    strategy = record.identity.strategy
    runtime = record.identity.runtime
    version = OrNull(record.version)
    outcome = record.outcome
    reason = OrNull(record.reason)
    startedAt = record.startedAt.iso8601
    endedAt = record.endedAt.iso8601
    seconds = OrNull(record.measurements?.result.seconds)
    stalls = JSONStalls(StallSummary(record.stalls))
    stallList = record.stalls.map(JSONStall.init)
  }
}
