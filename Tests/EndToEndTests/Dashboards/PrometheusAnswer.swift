import Foundation

/// What Prometheus' HTTP API answers to a query.
struct PrometheusAnswer: Decodable {
  struct Series: Decodable {
    let metric: [String: String]
    private let value: Point?
    private let values: [Point]?

    /// Without stamps.
    var numbers: [Double] { (values ?? []).map(\.number) + [value].compactMap { $0?.number } }
  }
  private struct Point: Decodable {
    let number: Double

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      _ = try list.decode(Double.self)
      number = Double(try list.decode(String.self)) ?? .nan
    }
  }
  private struct Result: Decodable { let result: [Series] }

  let status: String
  let error: String?
  private let data: Result?

  var series: [Series] { data?.result ?? [] }
}

/// What Grafana would fill into the queries.
struct Choice {
  var job = ".+"
  var instance = ".+"
  var mix = ".+"
  var strategy = ".+"
  var runtime = ".+"

  /// - Parameter range: of the dashboard, in seconds.
  func filled(_ expression: String, range: Int) -> String {
    let words = ["job": job, "instance": instance, "mix": mix, "strategy": strategy, "runtime": runtime]
    // Four times the scrape interval, as Grafana takes it; so many that a stall of this machine is none of the series.
    let text = expression.replacing("$__rate_interval", with: "4s").replacing("$__range", with: "\(range)s")
    return text.replacing(/\$(\w+)\b/) { words[String($0.output.1)] ?? String($0.output.0) }
  }
}

extension PrometheusProcess {
  /// Asks as Grafana does: the latest values, or the range in so many steps at most.
  func ask(
    _ query: PanelQuery, _ choice: Choice = Choice(), since start: Date, steps: Int = 200
  ) async throws -> PrometheusAnswer {
    try await ask(query.target.expr, isInstant: query.target.instant, choice, since: start, steps: steps)
  }

  func ask(
    _ expression: String, isInstant: Bool, _ choice: Choice = Choice(), since start: Date, steps: Int = 200
  ) async throws -> PrometheusAnswer {
    let now = Date()
    let range = max(60, Int(now.timeIntervalSince(start)))
    let text = choice.filled(expression, range: range)
    let times: [String: String] =
      isInstant
      ? ["time": "\(now.timeIntervalSince1970)"]
      : [
        "start": "\(start.timeIntervalSince1970)", "end": "\(now.timeIntervalSince1970)", "step": "\(max(1, range / steps))",
      ]
    let data = try await answer(isInstant ? "/api/v1/query" : "/api/v1/query_range", times.merging(["query": text]) { $1 })
    return try JSONDecoder().decode(PrometheusAnswer.self, from: data)
  }

  /// The values that a variable offers.
  func values(of variable: DashboardFile.Variable, _ choice: Choice = Choice(), since start: Date) async throws -> [String] {
    struct Answer: Decodable {
      let status: String
      let data: [String]
    }
    guard let parts = variable.query.text.wholeMatch(of: /label_values\((.*), (\w+)\)/)?.output else { return [] }
    let times = ["start": "\(start.timeIntervalSince1970)", "end": "\(Date().timeIntervalSince1970)"]
    let series = choice.filled(String(parts.1), range: 60)
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
