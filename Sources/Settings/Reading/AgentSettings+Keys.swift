import Alerting
import HTTPServer
import Storage
import Thresholds
import Workloads

/// Durations that may be chosen, in seconds.
enum Bounds {
  private static let day = 86400.0
  private static let year = 365 * day

  static let interval = 0.1...60.0
  static let tick = 0.001...1.0
  static let stallLimit = 0.001...60.0
  static let every = 1.0...day
  static let window = 1.0...year
  static let kept = 60.0...1000 * year
  static let hold = 0.0...year
  static let timeout = 0.1...300.0
  static let repeated = 60.0...year
  static let databaseSize = 1 << 20...1 << 44
  static let cores = 1...1 << 20
  static let alerts = 1...100_000
}

extension AgentSettings {
  init(_ root: YAMLMap) {
    self.init()
    _ = root.take("web") { $0.map { readWeb($0) } }
    _ = root.take("storage") { $0.map { readStorage($0) } }
    root.set(&sampling, "sampling") { $0.map { RunPlan.Sampling($0) } }
    _ = root.take("canaries") { $0.map { readCanaries($0) } }
    root.set(&watch, "watch") { $0.map { WatchSettings($0) } }
    root.set(&apps, "apps", WatchPlan.App.all)
    root.set(&mixes, "mixes", MixSettings.all)
    root.set(&targets, "targets") { $0.map { TargetChoices($0, mayBeOff: false).targets } }
    root.set(&externalLabels, "external_labels") { $0.labels(reserved: AlertRule.ownLabels) { $0.text() } }
    root.set(&alerting, "alerting") { $0.map { AlertingSettings($0) } }
  }

  private mutating func readWeb(_ map: YAMLMap) {
    map.set(&listenAddresses, "listen_addresses") { $0.set { $0.listenAddress() } }
    map.set(&externalURL, "external_url") { $0.httpAddress()?.trimmed }
  }

  private mutating func readStorage(_ map: YAMLMap) {
    map.set(&storagePath, "path") { $0.path() }
    map.set(&retention, "retention") { $0.map { Retention($0) } }
  }

  private mutating func readCanaries(_ map: YAMLMap) {
    map.set(&cpuBudget, "cpu_budget") { $0.share("a share above 0 and at most 1") { $0 > 0 && $0 <= 1 } }
    map.set(&canaryCores, "cores") { $0.coreChoice() }
    map.set(&canaryPriority, "priority") { $0.word(RunPriority.self) }
    map.set(&every, "every") { $0.duration(Bounds.every) }
    map.set(&window, "window") { $0.duration(Bounds.window) }
  }
}

extension Retention {
  fileprivate init(_ map: YAMLMap) {
    var kept = Retention.standard
    map.set(&kept.raw, "raw") { $0.duration(Bounds.kept) }
    map.set(&kept.minute, "minute") { $0.duration(Bounds.kept) }
    map.set(&kept.hour, "hour") { $0.duration(Bounds.kept) }
    map.set(&kept.size, "size") { $0.size(Bounds.databaseSize) }
    self.init(raw: kept.raw, minute: kept.minute, hour: kept.hour, size: kept.size)
  }
}

extension RunPlan.Sampling {
  fileprivate init(_ map: YAMLMap) {
    self.init()
    map.set(&interval, "interval") { $0.duration(Bounds.interval) }
    map.set(&tick, "tick") { $0.duration(Bounds.tick) }
    map.set(&stallLimit, "stall_limit") { $0.duration(Bounds.stallLimit) }
    guard map.wrongKeys.isEmpty, stallLimit <= tick else { return }
    map.addProblem(map.isGiven("stall_limit") ? "stall_limit" : "tick", "stall_limit: must be longer than the tick")
  }
}

extension YAMLValue {
  /// `auto`, `all`, or a number.
  fileprivate func coreChoice() -> CoreChoice? {
    switch node.content {
    case .scalar("auto", _): .few
    case .scalar("all", _): .all
    case .scalar(let text, _):
      if Int(text) == nil {
        wrong("'\(text.shown)' is not auto, all or a number of cores")
      } else {
        integer(Bounds.cores).map { .count($0) }
      }
    default: wrong("must be auto, all or a number of cores")
    }
  }

  fileprivate func listenAddress() -> ListenAddress? {
    guard let text = line() else { return nil }
    return ListenAddress(text) ?? wrong("'\(text.shown)' is no address such as 127.0.0.1:9873, [::1]:9873 or :9873")
  }
}

/// Paths are put behind it.
