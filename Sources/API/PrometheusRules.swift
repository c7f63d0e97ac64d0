import Alerting
import Samples
import Snapshots
import Thresholds

/// `/api/v1/rules`: one group with calcmon's own rules.
struct PrometheusRules: Encodable {
  private static let groupName = "calcmon"

  let groups: [PrometheusGroup]

  init(_ snapshot: AgentSnapshot, _ query: RulesQuery) {
    let isWanted =
      query.wantsAlerting && (query.groups.isEmpty || query.groups.contains(Self.groupName))
      && (query.files.isEmpty || query.files.contains(Self.groupName))
    let rules = snapshot.rules.filter { rule in
      isWanted && rule.isEnabled && (query.names.isEmpty || query.names.contains(rule.name.rawValue))
    }.map { PrometheusRule($0, snapshot, excludesAlerts: query.excludesAlerts) }
    groups = rules.isEmpty ? [] : [PrometheusGroup(name: Self.groupName, rules, snapshot)]
  }
}

/// Rules that are evaluated together.
struct PrometheusGroup: Encodable {
  let name: String
  /// There is none: the rules are in calcmon's own configuration. Grafana's folder is called so.
  let file: String
  /// The shortest time from run to run: rules are evaluated when a run has ended, and when time alone changes something.
  let interval: Double
  /// Prometheus' word for no limit.
  let limit = 0
  let rules: [PrometheusRule]
  /// It is not measured.
  let evaluationTime = 0.0
  let lastEvaluation: String

  private enum CodingKeys: String, CodingKey { case name, file, interval, limit, rules, evaluationTime, lastEvaluation }

  init(name: String, _ rules: [PrometheusRule], _ snapshot: AgentSnapshot) {
    self.name = name
    file = name
    interval = snapshot.canaries.map(\.everySeconds).filter(\.isFinite).min() ?? 0
    self.rules = rules
    lastEvaluation = snapshot.at.rfc3339
  }
}

/// A rule and its alerts.
struct PrometheusRule: Encodable {
  let state: String
  let name: String
  let query: String
  let duration: Double
  let keepFiringFor: Double
  let labels: [String: String]
  let annotations: [String: String]
  let alerts: [PrometheusAlert]
  let health = "ok"
  let evaluationTime = 0.0
  let lastEvaluation: String
  let type = "alerting"

  private enum CodingKeys: String, CodingKey {
    case state, name, query, duration, keepFiringFor, labels, annotations, alerts, health, evaluationTime, lastEvaluation, type
  }

  init(_ rule: AlertRule, _ snapshot: AgentSnapshot, excludesAlerts: Bool) {
    let own = snapshot.alerts.map(\.alert).filter { $0.subject.name == rule.name }
    let states: [AlertState] = [.firing, .pending]
    state = (states.first { state in own.contains { $0.state == state } } ?? .inactive).rawValue
    name = rule.name.rawValue
    query = rule.name.expression
    duration = rule.hold
    keepFiringFor = rule.keepFiringFor
    labels = rule.labels.merging(["severity": rule.severity]) { $1 }
    annotations = rule.annotations
    alerts = excludesAlerts ? [] : own.compactMap(PrometheusAlert.init)
    lastEvaluation = snapshot.at.rfc3339
  }
}

extension AlertName {
  /// What comes nearest to the rule in PromQL, over the metrics of `/metrics`. calcmon itself judges runs, and not these.
  var expression: String {
    switch self {
    case .eventLoopLatencyHigh: Self.breached(.eventLoopLatency)
    case .queueGrowing: Self.breached(.queueDepth)
    case .cpuOutOfBand: Self.breached(.cpuUtilization)
    case .memoryGrowing: Self.breached(.memory)
    case .ioWaitHigh: Self.breached(.ioWait)
    case .loopSaturated: Self.breached(.saturation)
    case .tasksGrowing: Self.breached(.tasks)
    case .executorBacklogGrowing: Self.breached(.executorBacklog)
    case .appDown: "\(MetricCatalog.appUp.name) == 0"
    case .appStanding: "\(MetricCatalog.appStanding.name) >= \(Digits.text(AppOccurrence.longStanding))"
    case .runFailing: "\(MetricCatalog.failedRuns.name) >= \(MetricCatalog.failedRunsNeeded.name)"
    case .hostContended:
      "count by (instance) (count by (instance, mix) (\(MetricCatalog.targetCause.name){cause=\"host\"} == 1)) >= 2"
    case .slotsMissed:
      """
      increase(\(MetricCatalog.slotsMissed.name)[15m]) / increase(\(MetricCatalog.slots.name)[15m]) > 0.5 and \
      increase(\(MetricCatalog.slotsMissed.name)[15m]) > 2.5
      """
    }
  }

  private static func breached(_ target: TargetName) -> String {
    """
    \(MetricCatalog.targetBreached.name){target="\(target.rawValue)"} == 1 and \
    \(MetricCatalog.targetBadRuns.name) >= \(MetricCatalog.targetBadRunsNeeded.name)
    """
  }
}
