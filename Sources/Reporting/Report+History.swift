package import Samples
package import Storage
import Thresholds

extension Report {
  /// Judges a window of a stored history.
  ///
  /// - Parameters:
  ///   - judging: by what; `nil`: by what the agent judged by.
  ///   - now: when it is made; `nil`: it does not say.
  ///   - app: this application, and no runs; `nil`: all runs that are asked for, and all applications if none are named.
  /// - Throws: what SQLite says.
  package init(
    _ reader: HistoryReader, _ filter: HistoryFilter, judging: Judging? = nil, at now: Timestamp? = nil, app: String? = nil
  ) throws {
    let judging = try judging ?? Judging(reader, until: filter.until)
    let dropped = app == nil ? try reader.runsKeptSince() : nil
    let checks =
      app != nil
      ? []
      : try reader.calibrationChecks(since: filter.since, until: filter.until)
        .filter { filter.runtime == nil || $0.runtime == filter.runtime }
    let histories = app == nil ? try reader.histories(filter) : []
    self.init(
      histories, drifts: Report.drifts(checks), keptSince: dropped.flatMap { $0 > filter.since ? $0 : nil },
      damagedRows: reader.damagedRows, since: filter.since, until: filter.until, mix: filter.mix, targets: judging.targets(of:_:),
      withFailures: judging.only?.withFailures ?? true)
    self.app = app
    apps = try reader.reportedApps(filter, app).map { history in App(history, judging.app(history.app)) }
    judgedBy = judging
    let measured = try reader.measuredOn(until: filter.until)
    provenance = Provenance(machine: measured?.machine, version: measured?.version, madeAt: now)
  }

  /// Sets an application beside its earlier window.
  mutating func compareApps(_ compare: (App) throws -> AppComparison?) rethrows {
    for index in apps.indices { apps[index].comparison = try compare(apps[index]) }
  }

  /// - Parameter checks: ascending in time.
  private static func drifts(_ checks: [CalibrationCheckEntry]) -> [Drift] {
    Dictionary(grouping: checks) { [$0.runtime.rawValue, $0.kernel.rawValue] }.values.compactMap { checks in
      guard let last = checks.last else { return nil }
      let ratios = checks.map(\.ratio)
      return Drift(
        runtime: last.runtime, kernel: last.kernel.rawValue, checks: checks.count, last: last.ratio,
        lowest: ratios.min() ?? last.ratio, highest: ratios.max() ?? last.ratio)
    }
  }
}

extension HistoryReader {
  /// The applications that a report tells of: the one that is named, or all, unless runs are named.
  fileprivate func reportedApps(_ filter: HistoryFilter, _ app: String?) throws -> [AppHistory] {
    let names = try app.map { [$0] } ?? (filter.choosesApps ? apps(since: filter.since, until: filter.until) : [])
    return try names.map { try appHistory($0, since: filter.since, until: filter.until) }
  }
}
