import Rendering
import Samples
import Storage
import Thresholds

extension Report {
  /// JUnit's XML, for CI systems: a test suite for each mix, strategy and runtime, a test case for each target. A breached target has failed,
  /// an unknown one was skipped. Ends with a line feed.
  package var junit: String {
    let suites = identities.map { identity in
      Suite(identity: identity, rows: rows.filter { $0.identity == identity }, report: self)
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="calcmon report: \(verdict.rawValue)" \(Counts(rows).attributes.text)>
      \(Markup.lines(suites.map(\.markup)).text)
      </testsuites>

      """
  }
}

private struct Counts {
  let attributes: Markup

  init(_ rows: [Report.Row]) {
    let count = { (verdict: Verdict) in rows.count { $0.judgement.verdict == verdict } }
    attributes = "tests=\"\(rows.count)\" failures=\"\(count(.breached))\" errors=\"0\" skipped=\"\(count(.unknown))\" time=\"0\""
  }
}

private struct Suite {
  let identity: RunIdentity
  let rows: [Report.Row]
  let report: Report

  var markup: Markup {
    .lines([
      "<testsuite name=\"\(name)\" timestamp=\"\(String(report.until.iso8601.dropLast()))\" \(Counts(rows).attributes)>",
      "<properties>", .lines(properties.map { "<property name=\"\($0.name)\" value=\"\($0.value)\"/>" }), "</properties>",
      .lines(rows.map(testCase)), stalls, damage, "</testsuite>",
    ])
  }

  private var name: String { identity.words.joined(separator: "/") }

  private var properties: [(name: String, value: String)] {
    let window = [("since", report.since.iso8601), ("until", report.until.iso8601)]
    let kept = report.keptSince.map { [("kept_since", $0.iso8601)] } ?? []
    let runs = report.runs.filter { $0.identity == identity }.map { ("runs_\($0.outcome.rawValue)", String($0.count)) }
    let damaged = report.damagedRows.isEmpty ? [] : [("damaged_rows", String(report.damagedRows.count))]
    return window + kept + damaged + runs
  }

  private func testCase(_ row: Report.Row) -> Markup {
    let target = row.judgement.target
    let open: Markup = "<testcase classname=\"\(name)\" name=\"\(target.name.rawValue)\" time=\"0\""
    switch row.judgement.verdict {
    case .met: return "\(open)/>"
    case .unknown: return "\(open)><skipped message=\"\(row.unknownReason ?? "unknown")\"/></testcase>"
    case .breached:
      let message = "\(row.judgement.valueText), limit \(target.limitText)"
      return "\(open)><failure type=\"breached\" message=\"\(message)\">\(message); worst: \(row.worstText)</failure></testcase>"
    }
  }

  private var damage: Markup { report.damageText.map { "<system-err>\($0)</system-err>" } ?? .none }

  private var stalls: Markup {
    let lines = report.stalls.first { $0.identity == identity }?.lines ?? []
    return lines.isEmpty ? .none : "<system-out>\(lines: lines.map { "\($0)" })</system-out>"
  }
}
