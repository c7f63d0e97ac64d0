import CalcmonTesting
import Foundation

extension PrometheusProcess {
  /// Asks as Grafana does: the latest values, or the range in so many steps at most. A slot is ten seconds.
  func ask(
    _ query: PanelQuery, _ choice: DashboardChoice = DashboardChoice(), since start: Date, steps: Int = 200
  ) async throws -> PrometheusAnswer {
    try await ask(
      query.target.expr, isInstant: query.target.instant, choice, since: start, steps: steps,
      leastStep: query.panel.interval == "$slot" ? 10 : 1)
  }

  func ask(
    _ expression: String, isInstant: Bool, _ choice: DashboardChoice = DashboardChoice(), since start: Date, steps: Int = 200,
    leastStep: Int = 1
  ) async throws -> PrometheusAnswer {
    let now = Date()
    let range = max(60, Int(now.timeIntervalSince(start)))
    let step = max(leastStep, range / steps)
    // Four times the scrape interval at least, as Grafana takes it; so many that a stall of this machine is none of the series.
    let text = choice.filled(expression, range: range, step: step, rateInterval: max(step + 1, 4))
    let times: [String: String] =
      isInstant
      ? ["time": "\(now.timeIntervalSince1970)"]
      : ["start": "\(start.timeIntervalSince1970)", "end": "\(now.timeIntervalSince1970)", "step": "\(step)"]
    let data = try await answer(isInstant ? "/api/v1/query" : "/api/v1/query_range", times.merging(["query": text]) { $1 })
    return try JSONDecoder().decode(PrometheusAnswer.self, from: data)
  }

  /// The values that a variable offers.
  func values(of variable: DashboardFile.Variable, _ choice: DashboardChoice = DashboardChoice(), since start: Date) async throws
    -> [String]
  {
    struct Answer: Decodable {
      let status: String
      let data: [String]
    }
    guard let parts = variable.query.text.wholeMatch(of: /label_values\((.*), (\w+)\)/)?.output else { return [] }
    let times = ["start": "\(start.timeIntervalSince1970)", "end": "\(Date().timeIntervalSince1970)"]
    let series = choice.filled(String(parts.1), range: 60, step: 1, rateInterval: 4)
    let data = try await answer("/api/v1/label/\(parts.2)/values", times.merging(["match[]": series]) { $1 })
    return try JSONDecoder().decode(Answer.self, from: data).data
  }

  /// Rules that were evaluated, and what their last evaluation failed of.
  func rules() async throws -> [(name: String, health: String, error: String)] {
    struct Answer: Decodable {
      struct Rule: Decodable {
        let name: String
        let health: String
        let lastError: String?
      }
      struct Group: Decodable { let rules: [Rule] }
      struct Groups: Decodable { let groups: [Group] }
      let data: Groups
    }
    let answer = try JSONDecoder().decode(Answer.self, from: try await answer("/api/v1/rules"))
    return answer.data.groups.flatMap(\.rules).map { ($0.name, $0.health, $0.lastError ?? "") }
  }

  /// The labels of the alerts that fire.
  func firingAlerts() async throws -> [[String: String]] {
    struct Answer: Decodable {
      struct Alert: Decodable {
        let labels: [String: String]
        let state: String
      }
      struct Alerts: Decodable { let alerts: [Alert] }
      let data: Alerts
    }
    let answer = try JSONDecoder().decode(Answer.self, from: try await answer("/api/v1/alerts"))
    return answer.data.alerts.filter { $0.state == "firing" }.map(\.labels)
  }
}
