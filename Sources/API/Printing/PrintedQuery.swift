import Reporting
package import Samples
package import Storage

/// An output of a command that the agent is asked for.
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
  /// - Parameter pages: where people find this agent; `nil` if that is not known.
  /// - Throws: `APIProblem`.
  package func answer(
    history: HistoryReader?, at now: Timestamp, pages: String? = nil, within limit: Duration = .seconds(5)
  ) throws(APIProblem) -> PrintedAnswer {
    try HistorySource(reader: history, limit: limit).read { reader throws in
      switch self {
      case .report(let query): return try query.answer(reader, at: now, pages: pages)
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
