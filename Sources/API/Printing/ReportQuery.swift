import Rendering
package import Reporting
package import Samples
import Storage
package import Thresholds

/// `/api/v1/report`: as `calcmon report` prints it, judged by the agent's targets.
package struct ReportQuery: Hashable, Sendable {
  /// The runs that are judged.
  package let choice: RunChoice
  /// This application, and no runs; `nil`: runs, and all applications unless the choice names runs.
  package let app: String?
  /// The begin of the window.
  package let since: TimePoint
  /// Its end; `nil`: now.
  package let until: TimePoint?
  /// Each instead of the target of its name.
  package let targets: [Target]
  /// The names that alone are judged; `nil`: everything.
  package let only: JudgedNames?
  /// An earlier window, as text.
  package let baseline: String?
  /// A measure that is worse than in the baseline is a breach.
  package let failsOnWorse: Bool
  /// The format of the output.
  package let format: ReportFormat
  /// The columns of the terminal that text must fit; `nil`: there is none.
  package let width: Int?

  private enum Flag: String, CaseIterable { case yes = "true", no = "false" }

  private static let standardSeconds = 86400.0
  private static let parameters =
    RunChoice.parameters + ["app", "since", "until", "target", "only", "baseline", "fail-on-worse"] + PrintedForm.parameters
  private static let mostTargets = 10

  init(_ query: [(name: String, value: String)]) throws(APIProblem) {
    let parameters = try Parameters(query, of: "/api/v1/report", known: Self.parameters, repeatable: ["target", "only"])
    choice = try RunChoice(parameters)
    app = parameters["app"]
    since = try parameters.time("since") ?? .ago(seconds: Self.standardSeconds)
    until = try parameters.time("until")
    targets = try Self.targets(parameters.all("target"))
    only = try Self.only(parameters.all("only"))
    baseline = parameters["baseline"]
    failsOnWorse = try parameters.word("fail-on-worse", Flag.self) == .yes
    format = try parameters.word("format", ReportFormat.self) ?? .json
    width = try parameters.number("width", in: PrintedForm.widths)
    if app != nil, choice.namesRuns { throw APIProblem(.badData, "an application has no mix, strategy or runtime") }
    if failsOnWorse, baseline == nil { throw APIProblem(.badData, "fail-on-worse needs a baseline") }
  }

  private static func targets(_ texts: [String]) throws(APIProblem) -> [Target] {
    guard texts.count <= mostTargets else { throw APIProblem(.badData, "\(mostTargets) targets are the most") }
    var targets: [Target] = []
    for text in texts {
      do { targets.append(try NamedTarget.parse(text)) } catch { throw .invalid("target", text, "\(error)") }
    }
    return targets
  }

  private static func only(_ texts: [String]) throws(APIProblem) -> JudgedNames? {
    guard !texts.isEmpty else { return nil }
    let text = texts.joined(separator: ",")
    do { return try JudgedNames(parsing: text) } catch { throw .invalid("only", text, "names nothing that is judged: \(error)") }
  }

  func answer(_ reader: HistoryReader, at now: Timestamp, pages: String?) throws -> PrintedAnswer {
    let filter = try HistoryFilter(choice, since: since.instant(from: now), until: until?.instant(from: now) ?? now)
    var order = ReportOrder(filter)
    (order.overrides, order.only, order.pages, order.app) = (targets, only, pages, app)
    do {
      order.baseline = try baseline.map { text throws(ReportBaseline.Problem) in
        try ReportBaseline(window: text, for: filter, app: app, now: now)
      }
      let report = try order.report(reader, at: now)
      return PrintedAnswer(
        try format.text(of: report, width: width), contentType: format.contentType,
        exitStatus: report.exitStatus(failsOnWorse: failsOnWorse))
    } catch let problem as ReportBaseline.Problem {
      throw APIProblem.invalid("baseline", baseline ?? "", "\(problem)")
    } catch let problem as UnknownApp {
      throw APIProblem(.badData, "\(problem)")
    } catch let problem as UnknownMix {
      throw APIProblem(.badData, "\(problem)")
    }
  }
}
