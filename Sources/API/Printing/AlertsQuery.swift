package import Alerting
import Rendering
import Reporting
package import Samples
import Storage

/// `/api/v1/alerts/list`: as `calcmon alerts` prints it.
package struct AlertsQuery: Hashable, Sendable {
  /// How it is printed.
  package let form: PrintedForm
  /// Only of this name.
  package let alert: AlertName?
  /// What became of alerts from here on; `nil`: how they stand.
  package let since: TimePoint?
  /// … until here.
  package let until: TimePoint?

  init(_ query: [(name: String, value: String)]) throws(APIProblem) {
    let parameters = try Parameters(
      query, of: "/api/v1/alerts/list", known: PrintedForm.parameters + ["alert", "since", "until"])
    form = try PrintedForm(parameters)
    alert = try parameters.word("alert", AlertName.self)
    since = try parameters.time("since")
    until = try parameters.time("until")
  }

  func answer(_ reader: HistoryReader, at now: Timestamp) throws -> PrintedAnswer {
    let window = try since.map { since throws(APIProblem) in
      let (since, until) = (since.instant(from: now), until?.instant(from: now) ?? now)
      guard since < until else {
        throw APIProblem(.badData, "the window is empty: since \(since.rfc3339), until \(until.rfc3339)")
      }
      return (since, until)
    }
    let printed = try AlertOrder(alert: alert, window: window).printed(
      reader, at: now, isJSON: form.isJSON, width: form.width)
    return PrintedAnswer(printed.text, asJSON: form.isJSON, exitStatus: printed.isFiring ? 1 : 0)
  }
}
