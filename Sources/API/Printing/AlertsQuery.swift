package import Alerting
import Rendering
import Reporting
package import Samples
import Storage

/// `/api/v1/alerts/list`: as `calcmon alerts` prints it.
package struct AlertsQuery: Hashable, Sendable {
  /// Text or JSON, and how wide.
  package let form: PrintedForm
  /// The name of the alerts that are listed; `nil`: all.
  package let alert: AlertName?
  /// The begin of a window in which alerts are told with what became of them; `nil`: as they stand.
  package let since: TimePoint?
  /// Its end; `nil`: now.
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
