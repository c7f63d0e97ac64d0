import Rendering
import Samples
import Storage
import Thresholds

/// A test suite of `Report.junit`.
struct JUnitSuite {
  let cases: [JUnitCase]
  private let name: String
  private let properties: [(name: String, value: String)]
  private let output: [String]
  private let timestamp: String
  private let damage: String?

  /// Of what was run.
  init(_ identity: RunIdentity, of report: Report) {
    self.init(
      identity.words.joined(separator: "/"),
      report.rows.filter { $0.identity == identity }.map(JUnitCase.init)
        + report.failed.filter { $0.identity == identity }.map(JUnitCase.init),
      of: report,
      counts: report.runs.filter { $0.identity == identity }.map { ("runs_\($0.outcome.rawValue)", String($0.count)) },
      output: report.stalls.first { $0.identity == identity }?.lines ?? [])
  }

  /// Of an application.
  init(_ app: Report.App, of report: Report) {
    let places = app.places.map { "\($0.placeText): \($0.figures.joined(separator: ", "))" }
    let happened = app.occurrences.map { "\($0.at.iso8601): \($0.sentence)" }
    let compared = app.comparison.map { ["\($0.window), compared with \($0.baseline): \($0.summary)"] } ?? []
    self.init(
      "app/\(app.name)", app.judgements.map(JUnitCase.init), of: report, counts: [],
      output: [app.stalls.text, app.stalls.longestText].compactMap { $0.map(Printable.text) } + places + app.levels + happened
        + compared)
  }

  /// Of a window without runs.
  init(nothingIn report: Report) {
    let message = report.summary
    self.init(
      report.mix.map(Printable.text) ?? "calcmon",
      [JUnitCase(name: "runs", .error(type: "no_runs", message: message, details: "\(message): nothing was judged"))], of: report,
      counts: [], output: [])
  }

  private init(
    _ name: String, _ cases: [JUnitCase], of report: Report, counts: [(name: String, value: String)], output: [String]
  ) {
    self.name = name
    self.cases = cases
    self.output = output
    timestamp = String(report.until.iso8601.dropLast())
    let window = [("since", report.since.iso8601), ("until", report.until.iso8601)]
    let kept = report.keptSince.map { [("kept_since", $0.iso8601)] } ?? []
    let damaged = report.damagedRows.isEmpty ? [] : [("damaged_rows", String(report.damagedRows.count))]
    let judged = report.judgedBy.map { [("judged_by", $0.text)] } ?? []
    let host = report.provenance.hostText.map { [("host", $0)] } ?? []
    properties = window + kept + damaged + judged + host + counts
    damage = report.damageText
  }

  var markup: Markup {
    .lines([
      "<testsuite name=\"\(name)\" timestamp=\"\(timestamp)\" \(JUnitCase.counts(cases))>",
      "<properties>", .lines(properties.map { "<property name=\"\($0.name)\" value=\"\($0.value)\"/>" }), "</properties>",
      .lines(cases.map { $0.markup(in: name) }),
      output.isEmpty ? .none : "<system-out>\(lines: output.map { "\($0)" })</system-out>",
      damage.map { "<system-err>\($0)</system-err>" } ?? .none, "</testsuite>",
    ])
  }
}
