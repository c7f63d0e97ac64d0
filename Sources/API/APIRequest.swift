import Rendering
package import Samples

/// A question to the API, understood.
package enum APIRequest: Hashable, Sendable {
  case status
  case runs(RunsQuery)
  case run(Int64)
  case samples(SamplesQuery)
  case targets
  case apps
  case app(AppQuery)
  case rules(RulesQuery)
  case alerts
  case simulate(SimulateQuery)
  /// The output of a command.
  case printed(PrintedQuery)
  /// The history, which may be long.
  case export(ExportQuery)

  /// - Parameters:
  ///   - path: what comes after `/api/v1/`, part by part, with percent-encoding undone.
  ///   - query: in its order, with percent-encoding undone.
  /// - Throws: `APIProblem`: there is no such route, or one of its parameters cannot be taken.
  package init(path: [String], query: [(name: String, value: String)]) throws(APIProblem) {
    switch (path.first, path.count) {
    case ("status", 1): self = .status
    case ("targets", 1): self = .targets
    case ("apps", 1): self = .apps
    case ("apps", 2): self = .app(try AppQuery(path[1], query))
    case ("runs", 1): self = .runs(try RunsQuery(query))
    case ("runs", 2): self = .run(try Self.runID(path[1]))
    case ("samples", 1): self = .samples(try SamplesQuery(query))
    case ("rules", 1): self = .rules(try RulesQuery(query))
    case ("alerts", 1): self = .alerts
    case ("alerts", 2): self = .printed(try Self.printed(path[1], query))
    case ("export", 1): self = .export(try ExportQuery(query))
    case ("report", 1): self = .printed(.report(try ReportQuery(query)))
    case ("simulate", 1): self = .simulate(try SimulateQuery(query))
    default:
      let name = "/api/v1/\(path.joined(separator: "/"))"
      throw APIProblem(.notFound, "there is no \(name.quoted); /api/v1/ has \(WordList.text(Self.routes))")
    }
    switch self {
    case .status, .targets, .apps, .run: try Self.refuse(query, of: "/api/v1/\(path[0])")
    case .runs, .app, .samples, .rules, .alerts, .simulate, .printed, .export: break
    }
  }

  /// Whether more than the agent's state may be needed for the answer.
  package var needsHistory: Bool {
    switch self {
    case .status, .runs, .run, .app, .samples, .printed, .export: true
    case .targets, .apps, .rules, .alerts, .simulate: false
    }
  }

  private static let routes = [
    "status", "runs", "runs/ID", "samples", "targets", "apps", "apps/NAME", "rules", "alerts", "alerts/list", "alerts/silences",
    "alerts/ID", "report", "export", "simulate",
  ]

  /// Ids of alerts are hexadecimal digits, which no other name is.
  private static func printed(_ name: String, _ query: [(name: String, value: String)]) throws(APIProblem) -> PrintedQuery {
    switch name {
    case "list": return .alerts(try AlertsQuery(query))
    case "silences":
      let form = try PrintedForm(query, of: "/api/v1/alerts/silences")
      if form.isJSON { throw .invalid("format", "json", "is not how silences are printed: they are text") }
      return .silences(form)
    default:
      guard !name.isEmpty, name.allSatisfy(\.isHexDigit) else {
        throw APIProblem(.badData, "\(name.quoted) is no id of an alert; ids are hexadecimal digits")
      }
      return .alert(id: name, try PrintedForm(query, of: "/api/v1/alerts/ID"))
    }
  }

  /// Refuses all parameters.
  ///
  /// - Parameter route: as messages name it: `/alerts`.
  package static func refuse(_ query: [(name: String, value: String)], of route: String) throws(APIProblem) {
    _ = try Parameters(query, of: route, known: [])
  }

  /// The number of a run.
  package static func runID(_ text: String) throws(APIProblem) -> Int64 {
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let id = Int64(text), id > 0 else {
      throw APIProblem(.badData, "\(text.quoted) is no id of a run; ids are whole numbers from 1 on")
    }
    return id
  }
}

/// Whose runs are asked for; `nil`: anybody's.
package struct RunChoice: Hashable, Sendable {
  /// Its name.
  package var mix: String?
  /// How its items are executed.
  package var strategy: Strategy?
  /// Who executes them.
  package var runtime: Runtime?

  static let parameters = ["mix", "strategy", "runtime"]

  /// Whether not all are asked for.
  var namesRuns: Bool { mix != nil || strategy != nil || runtime != nil }

  init(_ parameters: Parameters) throws(APIProblem) {
    mix = parameters["mix"]
    strategy = try parameters.word("strategy", Strategy.self)
    runtime = try parameters.word("runtime", Runtime.self)
  }
}
