import Rendering
import Samples
import Telemetry
import Thresholds

extension AppReport {
  /// One JSON document.
  package func json() throws -> String { try JSONDocument.text(JSONApp(self)) }
}

private struct JSONApp: Encodable {
  let app: String
  let command: [String]
  let exitStatus: OrNull<Int>
  let seconds: Double
  let processes: Int
  let eventLoopLatencySeconds: JSONLatency
  let busyRatio: OrNull<Double>
  let stalls: [JSONReportedStall]
  let stallCount: OrNull<Int>
  let stallSecondsByCause: JSONCauses
  let startupStallCount: Int
  let standing: [JSONStanding]
  let tasks: JSONGauge
  let queues: [JSONGauge]
  let executor: JSONExecutor
  let gcSeconds: OrNull<Double>
  let cpuSeconds: Double
  let memoryPeakBytes: OrNull<Double>
  let ioWaitRatio: OrNull<Double>
  let verdict: String
  let targets: [JSONTarget]
  let probeErrors: Int
  let messagesDropped: Int
  /// Absent, if there was a probe.
  let seenFromOutside: JSONSeenFromOutside?

  init(_ report: AppReport) {
    let account = report.account
    app = report.app
    command = report.command
    exitStatus = OrNull(report.exitStatus)
    seenFromOutside = report.outside.map(JSONSeenFromOutside.init)
    seconds = report.seconds
    processes = account.processCount
    eventLoopLatencySeconds = JSONLatency(account.latency)
    busyRatio = OrNull(account.busyRatio)
    stalls = account.longestStalls.map(JSONReportedStall.init)
    stallCount = OrNull(report.outside?.seesStalls == false ? nil : account.stalls.count)
    stallSecondsByCause = JSONCauses(budget: account.stalls.budget)
    startupStallCount = account.startup.count
    standing = account.standing.map(JSONStanding.init)
    tasks = JSONGauge(account.tasks)
    queues = account.queues.map(JSONGauge.init)
    executor = JSONExecutor(backlogMax: OrNull(account.executorBacklog.max), threads: OrNull(account.executorThreads))
    gcSeconds = OrNull(report.outside == nil ? account.gcSeconds : nil)
    cpuSeconds = report.surroundings.account?.ranSeconds ?? account.cpuSeconds
    memoryPeakBytes = OrNull(report.memoryPeakBytes ?? account.memory.max)
    ioWaitRatio = OrNull(account.ioWaitRatio)
    verdict = report.judgement.verdict.rawValue
    targets = report.judgement.judgements.map { JSONTarget($0, queue: report.judgement.queue) }
    probeErrors = account.errors
    messagesDropped = account.dropped
  }
}

private struct JSONSeenFromOutside: Encodable {
  let pid: Int
  let processHasEnded: Bool
  let seen: [String]
  let notSeen: [String]
  let voluntarySwitchesPerSecond: OrNull<Double>
  let involuntarySwitchesPerSecond: OrNull<Double>

  init(_ outside: SeenFromOutside) {
    pid = outside.pid
    processHasEnded = outside.hasEnded
    seen = outside.seen
    notSeen = outside.unseen
    voluntarySwitchesPerSecond = OrNull(outside.switchesPerSecond?.voluntary)
    involuntarySwitchesPerSecond = OrNull(outside.switchesPerSecond?.involuntary)
  }
}

private struct JSONReportedStall: Encodable {
  let startedMonotonicNs: Int64
  let endedMonotonicNs: Int64
  let stall: JSONAppStall

  private enum CodingKeys: CodingKey { case startedMonotonicNs, endedMonotonicNs }

  init(_ stall: AppStall) {
    startedMonotonicNs = stall.stall.startedNanoseconds
    endedMonotonicNs = stall.stall.endedNanoseconds
    self.stall = JSONAppStall(stall)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(startedMonotonicNs, forKey: .startedMonotonicNs)
    try container.encode(endedMonotonicNs, forKey: .endedMonotonicNs)
    try stall.encode(to: encoder)
  }
}

private struct JSONStanding: Encodable {
  let seconds: Double
  let waitChannel: OrNull<String>
  let frame: OrNull<String>
  let stack: [String]
  let task: OrNull<String>

  init(_ standing: AppMessage.Standing) {
    seconds = Double(standing.atNs - standing.sinceNs) * 1e-9
    waitChannel = OrNull(standing.waitChannel)
    frame = OrNull(standing.frame)
    stack = standing.stack
    task = OrNull(standing.task)
  }
}

private struct JSONGauge: Encodable {
  let queue: String?
  let last: OrNull<Double>
  let max: OrNull<Double>
  let trendPerSecond: OrNull<Double>

  init(_ gauge: AppAccount.Gauge) {
    queue = gauge.name.isEmpty ? nil : gauge.name
    last = OrNull(gauge.last)
    max = OrNull(gauge.max)
    let trend = TrendTest.queueDepth.evaluate(gauge.trends)
    trendPerSecond = OrNull(trend.map { $0.rises ? $0.slope : 0 })
  }
}

private struct JSONExecutor: Encodable {
  let backlogMax: OrNull<Double>
  let threads: OrNull<Int>
}

private struct JSONTarget: Encodable {
  let target: String
  let queue: String?
  let value: OrNull<Double>
  let limit: JSONLimit
  let verdict: String
  let cause: OrNull<String>
  let causeText: OrNull<String>
  /// Why it is unknown, if that stays so; absent if it does not.
  let reason: String?

  init(_ judgement: Judgement, queue: String?) {
    target = judgement.target.name.rawValue
    self.queue = judgement.target.name == .queueDepth ? queue : nil
    value = OrNull(judgement.value)
    limit = JSONLimit(judgement.condition.limit)
    verdict = judgement.verdict.rawValue
    cause = OrNull(judgement.cause?.kind.rawValue)
    causeText = OrNull(judgement.cause?.text)
    reason = judgement.shortage?.untold
  }
}
