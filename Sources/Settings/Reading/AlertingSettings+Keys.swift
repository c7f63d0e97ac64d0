import Alerting
import Thresholds

extension AlertingSettings {
  init(_ map: YAMLMap) {
    self.init()
    if let badRuns = map.take("bad_runs", { $0.badRuns() }) {
      for index in rules.indices where rules[index].name.countsRuns { rules[index].badRuns = badRuns }
    }
    if let causes = map.take("cause", { $0.causes() }) {
      for index in rules.indices where rules[index].name.hasJudgedCause { rules[index].causes = causes }
    }
    _ = map.take("rules") { $0.map { readRules($0) } }
    notifiers = NotifierSettings.all(map)
    map.set(&maintenance, "maintenance") { $0.list { $0.map { MaintenanceWindow($0) } } }
    map.set(&limit, "limit") { $0.integer(Bounds.alerts) }
  }

  private mutating func readRules(_ map: YAMLMap) {
    for index in rules.indices {
      _ = map.take(rules[index].name.key) { $0.map { rules[index].read($0) } }
    }
  }
}

extension AlertRule {
  /// Labels that calcmon itself gives alerts.
  static let ownLabels = ["alertname", "severity", "mix", "strategy", "runtime", "cause"]

  fileprivate mutating func read(_ map: YAMLMap) {
    if name.countsRuns { map.set(&badRuns, "bad_runs") { $0.badRuns() } }
    map.set(&causes, "cause") { $0.causes() }
    map.set(&hold, "for") { $0.duration(Bounds.hold) }
    map.set(&keepFiringFor, "keep_firing_for") { $0.duration(Bounds.hold) }
    map.set(&noDataAfter, "no_data_after") { $0.duration(Bounds.hold) }
    map.set(&severity, "severity") { $0.severity() }
    map.set(&labels, "labels") { $0.labels(reserved: AlertRule.ownLabels) { $0.text() } }
    let given = map.take("annotations") { $0.labels { $0.template() } } ?? [:]
    annotations.merge(given) { $1 }
    map.set(&isEnabled, "enabled") { $0.flag() }
  }
}

extension YAMLValue {
  /// `2 of 3`.
  fileprivate func badRuns() -> BadRunRule? {
    guard let text = line() else { return nil }
    do {
      return try BadRunRule(parsing: text)
    } catch {
      return wrong("'\(text.shown)' \(error)")
    }
  }

  /// One cause, or a list of them.
  fileprivate func causes() -> Set<TargetCause.Kind>? {
    if case .list = node.content { return set { $0.word(TargetCause.Kind.self) }.map { Set($0) } }
    return word(TargetCause.Kind.self).map { [$0] }
  }

  fileprivate func severity() -> String? {
    guard let text = line() else { return nil }
    let isWord = text.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 }
    return isWord ? text : wrong("'\(text.shown)' must be of the letters a to z and _, such as warning, critical or info")
  }

  /// A text with names that every alert has a value for.
  fileprivate func template() -> String? {
    guard let text = text() else { return nil }
    guard let unknown = AlertTemplate.unknownNames(in: text).first else { return text }
    let names = AlertTemplate.names.map { "$\($0)" }.joined(separator: ", ")
    return wrong("there is no '\(unknown.shown)'; there are $labels.NAME, \(names)")
  }

  /// Names with texts.
  ///
  /// - Parameter reserved: names that cannot be given.
  func labels(reserved: [String] = [], _ read: (YAMLValue) -> String?) -> [String: String]? {
    map { map in
      var labels: [String: String] = [:]
      for (name, place, value) in map.all {
        if !name.isLabelName {
          file.problems.add(place, "'\(name.shown)' is no label name: letters, digits and _, with no digit or __ in front")
        } else if reserved.contains(name) {
          file.problems.add(place, "'\(name)' is a label that calcmon itself sets")
        } else {
          labels[name] = read(value)
        }
      }
      return labels
    }
  }
}

extension String {
  /// As Prometheus has them; those with two underscores in front are its own.
  fileprivate var isLabelName: Bool {
    guard let first = utf8.first, !(48...57).contains(first), !hasPrefix("__") else { return false }
    return utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95 }
  }
}
