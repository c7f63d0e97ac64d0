package import Samples
package import Storage
package import Thresholds

/// A report that is asked for, by a command or over HTTP.
package struct ReportOrder: Sendable {
  /// The part of the history.
  package var filter: HistoryFilter
  /// This application, and no runs; `nil`: runs, and all applications unless the filter names runs.
  package var app: String?
  /// Targets of a configuration that was named; `nil`: those of the agent.
  package var configured: Judging?
  /// Each instead of the target of its name.
  package var overrides: [Target] = []
  /// The names that alone are judged; `nil`: everything.
  package var only: JudgedNames?
  /// The earlier runs that it is compared with.
  package var baseline: ReportBaseline?
  /// Where people find the agent whose history it is; `nil` if that is not known.
  package var pages: String?

  /// All of a window.
  package init(_ filter: HistoryFilter) { self.filter = filter }

  /// Targets and rules, with all that stands above them.
  ///
  /// - Throws: what SQLite says.
  package func judging(_ reader: HistoryReader) throws -> Judging {
    var judging = try configured ?? Judging(reader, until: filter.until)
    (judging.overrides, judging.only) = (overrides, only)
    return judging
  }

  /// Makes it.
  ///
  /// - Throws: `UnknownMix`, `UnknownApp`; what SQLite says.
  package func report(_ reader: HistoryReader, at now: Timestamp) throws -> Report {
    try reader.requireKnown(mix: filter.mix)
    try reader.requireKnown(app: app)
    var report = try Report(reader, filter, judging: try judging(reader), at: now, app: app)
    report.pages = pages
    if app == nil, let (runs, from) = try baseline?.runs(reader, filter) { report.compare(with: runs, from: from) }
    if let baseline { try report.compareApps { try baseline.comparison(of: $0.app, reader, filter) } }
    return report
  }
}
