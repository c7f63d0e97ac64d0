package import Alerting
import Rendering
import Reporting
package import Samples
package import Storage

/// What is to be printed.
package enum PrintedQuery: Hashable, Sendable {
  case report(ReportQuery)
  /// Alerts as they stand, or what became of them in a window.
  case alerts(AlertsQuery)
  /// One alert with what explains it, by the beginning of its id.
  case alert(id: String, PrintedForm)
  /// The silences that hold.
  case silences(PrintedForm)

  /// Makes it. Blocks while it reads the history.
  ///
  /// - Throws: `APIProblem`.
  package func answer(
    history: HistoryReader?, at now: Timestamp, within limit: Duration = .seconds(5)
  ) throws(APIProblem) -> PrintedAnswer {
    try HistorySource(reader: history, limit: limit).read { reader throws in
      switch self {
      case .report(let query): return try query.answer(reader, at: now)
      case .alerts(let query): return try query.answer(reader, at: now)
      case .alert(let id, let form):
        let evidence = try AlertEvidence(idPrefix: id, reader, at: now)
        return PrintedAnswer(
          form.isJSON ? try evidence.json() : evidence.text(width: form.width), asJSON: form.isJSON, exitStatus: 0)
      case .silences(let form):
        let list = SilenceList(try reader.silences(at: now))
        return PrintedAnswer(list.text(width: form.width), asJSON: false, exitStatus: 0)
      }
    }
  }
}

/// How it is to be printed: `format` and `width`.
package struct PrintedForm: Hashable, Sendable {
  private enum Format: String, CaseIterable { case text, json }

  /// Instead of text.
  package let isJSON: Bool
  /// Of the terminal that it must fit; `nil`: there is none.
  package let width: Int?

  static let parameters = ["format", "width"]
  static let widths = 20...10_000

  init(_ parameters: Parameters) throws(APIProblem) {
    isJSON = try parameters.word("format", Format.self) == .json
    width = try parameters.number("width", in: Self.widths)
  }

  /// Alone.
  init(_ query: [(name: String, value: String)], of route: String) throws(APIProblem) {
    try self.init(Parameters(query, of: route, known: Self.parameters))
  }
}

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
