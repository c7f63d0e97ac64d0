import Alerting
import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// `/api/v1/status`.
struct JSONStatus: Encodable {
  struct Running: Encodable {
    let startedAt: String
    let expectedSeconds: OrNull<Double>
    let queueDepth: OrNull<Int>
    let itemsDone: OrNull<Int>
    let items: OrNull<Int>

    init(_ running: AgentSnapshot.Running) {
      startedAt = running.startedAt.iso8601
      expectedSeconds = OrNull(running.expectedSeconds)
      queueDepth = OrNull(running.queueDepth)
      itemsDone = OrNull(running.itemsDone)
      items = OrNull(running.items)
    }
  }

  struct Alerts: Encodable {
    let pending: Int
    let firing: Int
    let muted: Int

    init(_ alerts: [AgentSnapshot.ActiveAlert]) {
      pending = alerts.count { $0.alert.state == .pending }
      firing = alerts.count { $0.alert.state == .firing }
      muted = alerts.count { $0.alert.state != .inactive && $0.isMuted }
    }
  }

  struct Cost: Encodable {
    let cpuSeconds: OrNull<Double>
    let residentBytes: OrNull<Double>
    let runCpuSeconds: OrNull<Double>
    let runCpuBudget: OrNull<Double>
    let cores: OrNull<Double>
    let runCores: OrNull<Double>
    let runsAnHour: OrNull<Double>

    init(_ cost: AgentSnapshot.Cost) {
      cpuSeconds = OrNull(cost.cpuSeconds)
      residentBytes = OrNull(cost.residentBytes)
      runCpuSeconds = OrNull(cost.runCPUSeconds)
      runCpuBudget = OrNull(cost.runCPUBudget)
      cores = OrNull(cost.cores)
      runCores = OrNull(cost.runCores)
      runsAnHour = OrNull(cost.runsAnHour)
    }
  }

  struct Database: Encodable {
    let open: Bool
    let bytes: OrNull<Double>
  }

  struct Targets: Encodable {
    let judged: Int
    let breached: Int
    let unknown: Int

    init(_ verdicts: [Verdict]) {
      judged = verdicts.count
      breached = verdicts.count { $0 == .breached }
      unknown = verdicts.count { $0 == .unknown }
    }
  }

  struct Apps: Encodable {
    let watched: Int
    let breached: Int
    let unknown: Int

    init(_ snapshot: AgentSnapshot) {
      let verdicts = snapshot.appNames.map { snapshot.judged(app: $0)?.verdict ?? .unknown }
      watched = verdicts.count
      breached = verdicts.count { $0 == .breached }
      unknown = verdicts.count { $0 == .unknown }
    }
  }

  struct Missing: Encodable {}

  struct NewestRun: Encodable {
    let id: Int64
    let endedAt: String
  }

  struct Breach: Encodable {
    let target: String
    let value: OrNull<Double>
    let valueText: String
    let cause: OrNull<String>
    let causeText: OrNull<String>

    init(_ judgement: Judgement) {
      target = judgement.target.name.rawValue
      value = OrNull(judgement.value)
      valueText = judgement.valueText
      cause = OrNull(judgement.cause?.kind.rawValue)
      causeText = OrNull(judgement.cause?.text)
    }
  }

  let verdict: Verdict
  let at: String
  let version: String
  let externalUrl: String
  let startedAt: String
  let uptimeSeconds: OrNull<Double>
  let running: OrNull<JSONOf<Running>>
  let newestRun: OrNull<NewestRun>
  let canaries: Int
  let targets: Targets
  let failures: [JSONOf<JSONFailures>]
  let breached: [JSONOf<Breach>]
  let missing: [JSONOf<Missing>]
  let apps: Apps
  let alerts: Alerts
  let cost: Cost
  let storage: Database
  let notes: [String]

  init(_ snapshot: AgentSnapshot, isStored: Bool) {
    verdict = snapshot.verdict
    at = snapshot.at.iso8601
    version = snapshot.version
    externalUrl = snapshot.externalURL
    startedAt = snapshot.startedAt.iso8601
    uptimeSeconds = OrNull(snapshot.cost.uptimeSeconds)
    running = OrNull(snapshot.running.map { JSONOf($0.identity, Running($0)) })
    newestRun = OrNull(snapshot.newestRuns.first.map { NewestRun(id: $0.run.id, endedAt: $0.run.endedAt.iso8601) })
    canaries = snapshot.canaries.count
    targets = Targets(snapshot.canaries.flatMap { $0.judgements.map(\.verdict) })
    failures = snapshot.canaries.filter(\.failures.isPresent).map { JSONOf($0.identity, JSONFailures($0.failures)) }
    breached = snapshot.canaries.flatMap { canary in
      canary.judgements.filter { $0.verdict == .breached }.map { JSONOf(canary.identity, Breach($0)) }
    }
    missing = snapshot.missing.map { JSONOf($0, Missing()) }
    apps = Apps(snapshot)
    alerts = Alerts(snapshot.alerts)
    cost = Cost(snapshot.cost)
    storage = Database(open: isStored, bytes: OrNull(snapshot.cost.databaseBytes))
    notes = snapshot.notes
  }
}
