import Dashboards
import Foundation
import Testing

/// A dashboard as Grafana gets it.
struct DashboardText: Sendable, CustomTestStringConvertible {
  let uid: String
  let text: String
  var testDescription: String { uid }

  static let all: [DashboardText] = ((try? Pack.files()) ?? []).filter { $0.path.hasSuffix(".json") }.map {
    DashboardText(uid: String($0.path.dropFirst("grafana/".count).dropLast(".json".count)), text: $0.text)
  }

  var object: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:] }
  /// As they stand below each other: a closed row hides some of its own.
  var topLevel: [[String: Any]] { object["panels"] as? [[String: Any]] ?? [] }
  var panels: [[String: Any]] { topLevel.flatMap { [$0] + ($0["panels"] as? [[String: Any]] ?? []) } }
  /// Panels that ask something.
  var asking: [[String: Any]] { panels.filter { !["row", "text"].contains($0["type"] as? String) } }
  var targets: [[String: Any]] { asking.flatMap { $0["targets"] as? [[String: Any]] ?? [] } }
  var expressions: [String] { targets.compactMap { $0["expr"] as? String } }
  var variables: [[String: Any]] { (object["templating"] as? [String: Any])?["list"] as? [[String: Any]] ?? [] }
  var annotations: [[String: Any]] { (object["annotations"] as? [String: Any])?["list"] as? [[String: Any]] ?? [] }
}
