import Alerting
package import Applications
import Samples

extension AgentSnapshot {
  /// The names of the applications that are watched, or were until lately, in order.
  package var appNames: [String] { Set(apps.map(\.name) + judgedApps.map(\.app)).sorted() }

  /// An application as it is; `nil`: it has not been connected for minutes.
  package func view(ofApp name: String) -> AppView? { apps.first { $0.name == name } }

  /// An application as it is judged; `nil`: no interval of it has ended.
  package func judged(app name: String) -> JudgedAppNow? { judgedApps.first { $0.app == name } }

  /// The alerts on an application.
  package func alerts(onApp name: String) -> [ActiveAlert] { alerts.filter { $0.alert.subject.app == name } }
}
