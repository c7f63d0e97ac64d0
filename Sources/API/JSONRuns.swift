import Alerting
import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// `/api/v1/runs`.
struct JSONRuns: Encodable {
  let runs: [JSONOf<JSONRun>]
  let next: OrNull<String>

  init(_ page: RunsPage) {
    runs = page.runs.map { JSONOf($0.detail.run.identity, JSONRun($0)) }
    next = OrNull(page.next)
  }
}

/// One run with its figures and stalls.
struct JSONRun: Encodable {
  struct Latency: Encodable {
    let p50: OrNull<Double>
    let p99: OrNull<Double>
    let max: OrNull<Double>

    init(_ detail: RunDetail) {
      p50 = OrNull(detail.latency?.quantile(0.5))
      p99 = OrNull(detail.run.figures?.latencyP99Seconds)
      max = OrNull(detail.run.figures?.latencyMaxSeconds)
    }
  }

  let id: Int64
  let kind: MixKind
  let version: OrNull<String>
  let outcome: RunOutcome
  let reason: OrNull<String>
  let startedAt: String
  let endedAt: String
  let seconds: OrNull<Double>
  let items: OrNull<Int>
  let itemsFailed: OrNull<Int>
  let itemsTimeout: OrNull<Int>
  let itemsDropped: OrNull<Int>
  let retries: OrNull<Int>
  let itemsPerSecond: OrNull<Double>
  let idealSeconds: OrNull<Double>
  let idealRatio: OrNull<Double>
  let eventLoopLatencySeconds: Latency
  let queuePeak: OrNull<Int>
  let cpuUtilization: OrNull<Double>
  let memoryPeakBytes: OrNull<Double>
  let ioWaitRatio: OrNull<Double>
  let bottleneck: OrNull<Bottleneck>
  let cpuAccount: OrNull<JSONAccount>
  let host: OrNull<JSONHost>
  let stalls: JSONStalls
  let stallList: [JSONRunStall]
  let parameters: OrNull<RunParameters>
  let firstError: OrNull<String>
  let workerStartSeconds: OrNull<Double>
  let transfer: OrNull<JSONTransfer>
  let verdict: Verdict
  let targets: [JSONRunTarget]
  let usualSeconds: OrNull<Double>

  init(_ judged: JudgedRun) {
    let detail = judged.detail
    let (run, figures) = (detail.run, detail.run.figures)
    id = run.id
    kind = run.kind
    version = OrNull(detail.version)
    outcome = run.outcome
    reason = OrNull(run.reason)
    startedAt = run.startedAt.iso8601
    endedAt = run.endedAt.iso8601
    seconds = OrNull(figures?.seconds)
    items = OrNull(figures?.items)
    itemsFailed = OrNull(figures?.itemsFailed)
    itemsTimeout = OrNull(figures?.itemsTimeout)
    itemsDropped = OrNull(figures?.itemsDropped)
    retries = OrNull(figures?.retries)
    itemsPerSecond = OrNull(figures?.itemsPerSecond)
    idealSeconds = OrNull(figures?.idealSeconds)
    idealRatio = OrNull(figures?.idealRatio)
    eventLoopLatencySeconds = Latency(detail)
    queuePeak = OrNull(figures?.queuePeak)
    cpuUtilization = OrNull(figures?.cpuUtilization)
    memoryPeakBytes = OrNull(figures?.memoryPeakBytes)
    ioWaitRatio = OrNull(figures?.ioWaitRatio)
    bottleneck = OrNull(run.bottleneck)
    cpuAccount = OrNull(run.account.map(JSONAccount.init))
    host = OrNull(run.host.map(JSONHost.init))
    stalls = JSONStalls(StallSummary(detail.stalls.map(\.stall)))
    stallList = detail.stalls.map(JSONRunStall.init)
    parameters = OrNull(run.parameters)
    firstError = OrNull(run.ownSteps?.firstError)
    workerStartSeconds = OrNull(run.ownSteps?.workerStartSeconds)
    transfer = OrNull(run.ownSteps?.transfer.map(JSONTransfer.init))
    verdict = judged.verdict
    targets = judged.judgements.map(JSONRunTarget.init)
    usualSeconds = OrNull(judged.usual?.seconds)
  }
}

/// A target as one run alone is judged by it.
struct JSONRunTarget: Encodable {
  let target: String
  let value: OrNull<Double>
  let limit: JSONLimit
  let verdict: Verdict
  let samples: Int
  let valueText: String
  let limitText: String
  let cause: OrNull<String>
  let causeText: OrNull<String>

  init(_ judgement: Judgement) {
    target = judgement.target.name.rawValue
    value = OrNull(judgement.value)
    limit = JSONLimit(judgement.condition.limit)
    verdict = judgement.verdict
    samples = judgement.samples
    valueText = judgement.valueText
    limitText = judgement.target.limitText
    cause = OrNull(judgement.cause?.kind.rawValue)
    causeText = OrNull(judgement.cause?.text)
  }
}

/// A stall and when it began.
struct JSONRunStall: Encodable {
  private enum Key: String, CodingKey { case startedAt }

  private let stored: StoredStall

  init(_ stored: StoredStall) { self.stored = stored }

  func encode(to encoder: any Encoder) throws {
    try JSONStall(stored.stall).encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(stored.startedAt.rfc3339, forKey: .startedAt)
  }
}
