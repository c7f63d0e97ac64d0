import Alerting
import Samples
import Thresholds

/// A plan as `judging.plan` has it. Targets are in the language of the configuration.
struct JudgingJSON: Codable {
  private struct Mix: Codable {
    let name: String
    let targets: [String: TargetJSON]
    let alertStrategies: [Strategy]
    let every: Double
  }

  private struct App: Codable {
    let name: String
    let targets: [String: TargetJSON]
    let queues: [String: TargetJSON]
    let alerts: Bool
    let labels: [String: String]
  }

  private let mixes: [Mix]
  /// `nil`: by a calcmon that judged no applications.
  private let apps: [App]?
  private let targets: [String: TargetJSON]
  private let rules: [RuleJSON]
  private let window: Double
  private let every: Double
  private let externalLabels: [String: String]

  init(_ plan: JudgingPlan) {
    mixes = plan.mixes.map { mix in
      Mix(
        name: mix.name, targets: Dictionary(mix.targets.map { ($0.name.rawValue, TargetJSON($0)) }) { $1 },
        alertStrategies: mix.alertStrategies, every: mix.every)
    }
    apps = plan.apps.map { app in
      App(
        name: app.pattern, targets: Dictionary(app.targets.map { ($0.name.rawValue, TargetJSON($0)) }) { $1 },
        queues: app.queues.mapValues(TargetJSON.init), alerts: app.alerts, labels: app.labels)
    }
    targets = Dictionary(plan.targets.map { ($0.key.rawValue, TargetJSON($0.value)) }) { $1 }
    rules = plan.rules.map(RuleJSON.init)
    (window, every, externalLabels) = (plan.window, plan.every, plan.externalLabels)
  }

  /// Targets and rules with names that this calcmon does not know are left out.
  ///
  /// - Throws: `Unreadable`, if one of the others cannot be read, or a length of time is none that a configuration can have.
  func plan() throws -> JudgingPlan {
    guard ([window, every] + mixes.map(\.every)).allSatisfy({ $0 > 0 && StoredColumn.lengths.contains($0) }) else {
      throw Unreadable()
    }
    return JudgingPlan(
      mixes: try mixes.map { mix in
        let targets = try Self.targets(mix.targets)
        return JudgingPlan.Mix(
          name: mix.name, targets: TargetName.allCases.compactMap { targets[$0] }, alertStrategies: mix.alertStrategies,
          every: mix.every)
      },
      apps: try (apps ?? []).map { app in
        let targets = try Self.targets(app.targets)
        return WatchPlan.App(
          pattern: app.name, targets: TargetName.allCases.compactMap { targets[$0] },
          queues: try app.queues.mapValues { try $0.target(.queueDepth) }, alerts: app.alerts, labels: app.labels)
      },
      targets: try Self.targets(targets), rules: try rules.compactMap { try $0.rule() }, window: window, every: every,
      externalLabels: externalLabels)
  }

  private static func targets(_ found: [String: TargetJSON]) throws -> [TargetName: Target] {
    try found.reduce(into: [:]) { targets, entry in
      guard let name = TargetName(rawValue: entry.key) else { return }
      targets[name] = try entry.value.target(name)
    }
  }
}

/// A plan holds what is no number, or no text in the language of targets.
private struct Unreadable: Error {}

/// A target in the language of the configuration.
private struct TargetJSON: Codable {
  let target: String
  let critical: String?
  let clear: String?

  init(_ target: Target) {
    self.target = target.sourceText
    let text = { (conditions: [Condition]) in
      conditions.isEmpty ? nil : conditions.map { $0.sourceText(for: target.name) }.joined(separator: " and ")
    }
    (critical, clear) = (text(target.critical), text(target.clearing))
  }

  func target(_ name: TargetName) throws -> Target {
    var read = try Target(parsing: target, for: name)
    read.critical = try critical.map { try Target.conditions(parsing: $0, for: name) } ?? []
    read.clearing = try clear.map { try Target.conditions(parsing: $0, for: name) } ?? []
    return read
  }
}

/// What becomes of a breach.
private struct RuleJSON: Codable {
  let name: String
  let hold: Double
  let badRuns: String
  let causes: [String]
  let keepFiringFor: Double
  let noDataAfter: Double
  let severity: String
  let labels: [String: String]
  let annotations: [String: String]
  let isEnabled: Bool

  init(_ rule: AlertRule) {
    name = rule.name.rawValue
    hold = rule.hold
    badRuns = rule.badRuns.text
    causes = rule.causes.map(\.rawValue).sorted()
    (keepFiringFor, noDataAfter, severity) = (rule.keepFiringFor, rule.noDataAfter, rule.severity)
    (labels, annotations, isEnabled) = (rule.labels, rule.annotations, rule.isEnabled)
  }

  /// `nil` if there is no alert of this name.
  func rule() throws -> AlertRule? {
    guard let name = AlertName(rawValue: name) else { return nil }
    guard [hold, keepFiringFor, noDataAfter].allSatisfy(StoredColumn.lengths.contains) else { throw Unreadable() }
    var rule = AlertRule(name, hold: hold, keepFiringFor: keepFiringFor, severity: severity)
    rule.badRuns = try BadRunRule(parsing: badRuns)
    rule.causes = Set(causes.compactMap(TargetCause.Kind.init(rawValue:)))
    rule.noDataAfter = noDataAfter
    rule.labels = labels
    rule.annotations = annotations
    rule.isEnabled = isEnabled
    return rule
  }
}
