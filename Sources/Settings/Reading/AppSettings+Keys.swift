import Alerting
import Samples
import Thresholds

extension WatchPlan.App {
  /// A longer name is none that an application can have.
  private static let longestName = 128

  /// What a file says of applications; no two have the same name.
  static func all(_ value: YAMLValue) -> [WatchPlan.App]? {
    var names: Set<String> = []
    return value.list { element in
      element.map { map in
        let app = WatchPlan.App(map)
        if !app.pattern.isEmpty, !names.insert(app.pattern).inserted {
          map.addProblem("name", "name: there is another application '\(app.pattern.shown)'")
        }
        return app
      }
    }
  }

  private init(_ map: YAMLMap) {
    self.init(pattern: map.require("name") { $0.appName(Self.longestName) } ?? "")
    _ = map.take("targets") { $0.map { read(targets: $0) } }
    map.set(&alerts, "alerts") { $0.flag() }
    map.set(&labels, "labels") { $0.labels(reserved: AlertRule.ownLabels + ["app"]) { $0.text() } }
  }

  /// What is not given is as it is for all applications; how busy their CPUs should be only they can say.
  private mutating func read(targets map: YAMLMap) {
    var chosen = Dictionary(uniqueKeysWithValues: targets.map { ($0.name, $0) })
    for name in TargetName.allCases {
      guard let value = map.value(name.rawValue) else { continue }
      if value.isOff {
        chosen[name] = nil
      } else if name == .queueDepth, let own = value.queueTargets() {
        queues = own
      } else {
        chosen[name] = value.target(name).map(Self.withWindow)
      }
    }
    targets = TargetName.allCases.compactMap { chosen[$0] }
  }

  /// If it does not say how far back it looks, as far as the standard one of its name.
  private static func withWindow(_ target: Target) -> Target {
    guard target.window == nil else { return target }
    var target = target
    target.window = Target.ofApplications.first { $0.name == target.name }?.window
    return target
  }
}

extension YAMLValue {
  fileprivate func appName(_ longest: Int) -> String? {
    guard let name = line() else { return nil }
    return name.count <= longest ? name : wrong("must have at most \(longest) characters")
  }

  /// Targets by the names of queues; `nil` if it is one for all of them.
  fileprivate func queueTargets() -> [String: Target]? {
    guard case .map(let entries) = node.content, !entries.contains(where: { $0.key == "target" }) else { return nil }
    return map { map in
      map.all.reduce(into: [:]) { found, entry in found[entry.key] = entry.value.target(.queueDepth) }
    }
  }
}
