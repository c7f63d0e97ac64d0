import Samples

/// What is chosen at the top of a dashboard, in all dashboards the same: it goes along from one to the other.
enum Variable {
  static let all: [JSON] =
    [
      [
        "type": "datasource", "name": "datasource", "label": "Data source", "query": "prometheus", "refresh": 1, "hide": 0,
        "multi": false, "includeAll": false, "options": [], "regex": "", "current": [:],
        "description": "The Prometheus that scrapes the agents.",
      ]
    ]
    + [
      values(of: "job", "Job", "\(MetricCatalog.buildInfo, ["job": .like(".+"), "instance": .like(".+")])"),
      values(of: "instance", "Instance", "\(MetricCatalog.buildInfo, ["job": .like("$job"), "instance": .like(".+")])"),
      values(of: "mix", "Mix", canaries(["mix", "strategy", "runtime"])),
      values(of: "strategy", "Strategy", canaries(["strategy", "runtime"])),
      values(of: "runtime", "Runtime", canaries(["runtime"])),
      values(of: "app", "App", "\(MetricCatalog.appUp, ["app": .like(".+")])"), slotJSON,
    ]

  /// The interval of panels that show what happens once a slot: a shorter one would count each run several times.
  static let slot = "$slot"

  private static let slotJSON: JSON = [
    "type": "interval", "name": "slot", "label": "Slot", "query": "1m,2m,5m,10m,15m,30m,1h", "refresh": 2, "hide": 0,
    "auto": false, "auto_count": 30, "auto_min": "10s",
    "description":
      "How often each mix is run: canaries.every of the agents' configuration. Bars add up what happened in so much time.",
    "options": .array(
      ["1m", "2m", "5m", "10m", "15m", "30m", "1h"].map {
        ["selected": .bool($0 == "5m"), "text": .string($0), "value": .string($0)]
      }), "current": ["selected": true, "text": "5m", "value": "5m"],
  ]

  /// The canaries that are chosen so far: a variable must not ask for itself, nor for one that comes after it.
  private static func canaries(_ open: [String]) -> PromQL {
    switch open.count {
    case 3: "\(MetricCatalog.queueDepth, ["mix": .like(".+"), "strategy": .like(".+"), "runtime": .like(".+")])"
    case 2: "\(MetricCatalog.queueDepth, ["strategy": .like(".+"), "runtime": .like(".+")])"
    default: "\(MetricCatalog.queueDepth, ["runtime": .like(".+")])"
    }
  }

  private static func values(of label: String, _ title: String, _ series: PromQL) -> JSON {
    let query = "label_values(\(series.text(.variables)), \(label))"
    return [
      "type": "query", "name": .string(label), "label": .string(title), "datasource": Panel.datasource,
      "query": ["query": .string(query), "refId": .string("Variable-\(label)")],
      "refresh": 2, "sort": 1, "hide": 0, "multi": true, "includeAll": true, "allValue": ".+", "options": [], "regex": "",
      "current": ["selected": true, "text": ["All"], "value": ["$__all"]],
    ]
  }
}
