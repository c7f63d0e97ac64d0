import Rendering
import Samples
import Storage
import Thresholds

/// The shape of a report in JSON; `Report.json` tells it.
struct JSONReport: Encodable {
  let verdict: Verdict
  let since: String
  let until: String
  let keptSince: OrNull<String>
  let damagedRows: JSONDamagedRows
  let targets: [JSONOf<JSONTarget>]
  let failures: [JSONOf<JSONFailures>]
  let runs: [JSONOf<JSONRunCount>]
  let stalls: [JSONOf<JSONCause>]
  let worstStalls: [JSONOf<JSONWorst>]
  let surroundings: [JSONOf<JSONReportSurroundings>]
  let calibrationDrift: [JSONDrift]
  let measures: [JSONOf<JSONMeasured>]
  let comparison: OrNull<JSONComparison>
  let apps: [JSONReportedApp]
  let judgedBy: OrNull<JSONJudging>
  let host: OrNull<JSONMachine>
  let madeAt: OrNull<String>

  init(_ report: Report) {
    verdict = report.verdict
    since = report.since.iso8601
    until = report.until.iso8601
    keptSince = OrNull(report.keptSince?.iso8601)
    damagedRows = JSONDamagedRows(report.damagedRows)
    targets = report.identities.flatMap { identity in
      report.rows.filter { $0.identity == identity }.map { JSONOf(identity, JSONTarget($0)) }
        + report.failed.filter { $0.identity == identity }.map { JSONOf(identity, JSONTarget($0)) }
    }
    failures = report.failures.map { JSONOf($0.identity, JSONFailures($0.failures)) }
    runs = report.runs.map { JSONOf($0.identity, JSONRunCount(outcome: $0.outcome, count: $0.count)) }
    stalls = report.stalls.flatMap { entry in
      entry.summary.budget.ranked.map { JSONOf(entry.identity, JSONCause(cause: $0.cause, seconds: $0.seconds)) }
    }
    worstStalls = report.stalls.map { JSONOf($0.identity, JSONWorst(stalls: JSONStalls($0.summary))) }
    surroundings = report.surroundings.map { JSONOf($0.identity, JSONReportSurroundings($0)) }
    calibrationDrift = report.drifts.map(JSONDrift.init)
    measures = report.measures.map {
      JSONOf($0.identity, JSONMeasured(measure: $0.measure, count: $0.values.count, values: $0.values.values))
    }
    comparison = OrNull(report.comparison.map(JSONComparison.init))
    apps = report.apps.map(JSONReportedApp.init)
    judgedBy = OrNull(report.judgedBy.map(JSONJudging.init))
    let provenance = report.provenance
    host = OrNull(provenance.machine.map { JSONMachine($0, version: provenance.version) })
    madeAt = OrNull(provenance.madeAt?.iso8601)
  }
}

struct JSONDamagedRows: Encodable {
  let count: Int
  let tables: [String: Int]
  let first: OrNull<String>

  init(_ rows: DamagedRows) {
    count = rows.count
    tables = rows.counts
    first = OrNull(rows.first?.place)
  }
}

struct JSONTarget: Encodable {
  let target: String
  let value: OrNull<Double>
  let limit: JSONLimit
  let verdict: Verdict
  let samples: Int
  let samplesNeeded: OrNull<Int>
  let worst: OrNull<JSONMoment>
  let cause: OrNull<String>
  let causeText: OrNull<String>

  init(_ row: Report.FailureRow) {
    target = Failures.name
    value = OrNull(row.failures.share)
    limit = JSONLimit(.atMost(Failures.limit))
    verdict = row.failures.verdict
    samples = row.failures.runs.all
    samplesNeeded = OrNull(nil)
    worst = OrNull(nil)
    cause = OrNull(nil)
    causeText = OrNull(nil)
  }

  init(_ row: Report.Row) {
    target = row.judgement.target.name.rawValue
    value = OrNull(row.judgement.value)
    limit = JSONLimit(row.judgement.condition.limit)
    verdict = row.judgement.verdict
    samples = row.judgement.samples
    samplesNeeded = OrNull(row.judgement.shortage?.needed)
    worst = OrNull(row.worst.map { JSONMoment(value: $0.value, at: $0.at.iso8601, runId: $0.runID) })
    cause = OrNull(row.judgement.cause?.kind.rawValue)
    causeText = OrNull(row.judgement.cause?.text)
  }
}

struct JSONMoment: Encodable {
  let value: Double
  let at: String
  let runId: Int64
}

struct JSONRunCount: Encodable {
  let outcome: RunOutcome
  let count: Int
}

struct JSONCause: Encodable {
  let cause: StallCause
  let seconds: Double
}

struct JSONWorst: Encodable {
  let stalls: JSONStalls
}

struct JSONReportSurroundings: Encodable {
  let bottleneck: OrNull<Bottleneck>
  let limitedByHost: Bool
  let limitText: OrNull<String>
  let cpuAccount: OrNull<JSONAccount>
  let host: OrNull<JSONHost>

  init(_ surroundings: Report.Surroundings) {
    bottleneck = OrNull(surroundings.bottleneck)
    limitedByHost = surroundings.isLimitedByHost
    limitText = OrNull(surroundings.limitText)
    cpuAccount = OrNull(surroundings.account.map(JSONAccount.init))
    host = OrNull(surroundings.host.map(JSONHost.init))
  }
}

struct JSONDrift: Encodable {
  let runtime: Runtime
  let kernel: String
  let checks: Int
  let last: Double
  let lowest: Double
  let highest: Double

  init(_ drift: Report.Drift) {
    runtime = drift.runtime
    kernel = drift.kernel
    checks = drift.checks
    last = drift.last
    lowest = drift.lowest
    highest = drift.highest
  }
}

struct JSONMeasured: Encodable {
  let measure: RunMeasure
  let count: Int
  let values: [Double]
}

struct JSONComparison: Encodable {
  let baseline: String
  let worse: Bool
  let changes: [JSONOf<JSONChange>]

  init(_ comparison: Comparison) {
    baseline = comparison.baseline
    worse = comparison.isWorse
    changes =
      comparison.changes.map { JSONOf($0.identity, JSONChange($0)) }
      + comparison.failures.map { JSONOf($0.identity, JSONChange($0)) }
  }
}

struct JSONChange: Encodable {
  struct Side: Encodable {
    let count: Int
    let median: OrNull<Double>
  }

  let measure: String
  let before: Side
  let now: Side
  let ratio: OrNull<Double>
  let p: OrNull<Double>
  let outcome: Change.Outcome

  init(_ change: FailureChange) {
    measure = Failures.name
    before = Side(count: change.before.runs.all, median: OrNull(change.before.share))
    now = Side(count: change.now.runs.all, median: OrNull(change.now.share))
    ratio = OrNull(change.ratio)
    p = OrNull(nil)
    outcome = change.outcome
  }

  init(_ change: Change) {
    measure = change.measure.rawValue
    before = Side(count: change.before.count, median: OrNull(change.before.median))
    now = Side(count: change.now.count, median: OrNull(change.now.median))
    ratio = OrNull(change.ratio)
    p = OrNull(change.p)
    outcome = change.outcome
  }
}
