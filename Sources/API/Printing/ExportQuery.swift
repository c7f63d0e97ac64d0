package import Reporting
package import Samples
package import Storage

/// `/api/v1/export`: the history as `calcmon export` writes it.
package struct ExportQuery: Hashable, Sendable {
  /// How it is written.
  package let format: ExportFormat
  /// What the rows of CSV and JSON lines are; `nil`: samples.
  package let table: ExportKind?
  /// Whose runs.
  package let choice: RunChoice
  /// Which application, and no runs; `nil`: runs, and all applications.
  package let app: String?
  /// From here …
  package let since: TimePoint
  /// … until here; `nil`: now.
  package let until: TimePoint?

  /// The media type.
  package var contentType: String { format.contentType }

  private static let parameters = ["format", "table", "app"] + RunChoice.parameters + ["since", "until"]

  init(_ query: [(name: String, value: String)]) throws(APIProblem) {
    let parameters = try Parameters(query, of: "/api/v1/export", known: Self.parameters)
    format = try parameters.word("format", ExportFormat.self) ?? .openmetrics
    table = try parameters.word("table", ExportKind.self)
    choice = try RunChoice(parameters)
    app = parameters["app"]
    since = try parameters.time("since") ?? .instant(Timestamp(milliseconds: 0))
    until = try parameters.time("until")
    if let table, let refusal = format.refusal(of: table) { throw .invalid("table", table.rawValue, refusal) }
    let ofRuns = choice.mix != nil || choice.strategy != nil || choice.runtime != nil
    if let app, let refusal = format.appRefusal(table: table, ofRuns: ofRuns) { throw .invalid("app", app, refusal) }
  }

  /// Writes it in pieces. Blocks while it reads the history, and while the sink does.
  ///
  /// - Throws: `APIProblem`.
  package func write(
    _ history: HistoryReader?, at now: Timestamp, within limit: Duration = .seconds(5), to sink: @escaping ExportSink
  ) throws(APIProblem) {
    let filter = try HistoryFilter(choice, since: since.instant(from: now), until: until?.instant(from: now) ?? now).of(app: app)
    try HistorySource(reader: history, limit: limit).read { reader throws in
      do {
        try reader.requireKnown(mix: choice.mix)
        try reader.requireKnown(app: app)
      } catch let problem as UnknownMix {
        throw APIProblem(.badData, "\(problem)")
      } catch let problem as UnknownApp {
        throw APIProblem(.badData, "\(problem)")
      }
      _ = try format.write(table, from: ExportSource(reader), filter, to: sink)
    }
  }
}
