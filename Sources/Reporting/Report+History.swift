package import Samples
package import Storage
import Thresholds

extension Report {
  /// Judges a window of a stored history.
  ///
  /// - Parameters:
  ///   - judging: by what; `nil`: by what the agent judged by.
  ///   - now: when it is made; `nil`: it does not say.
  /// - Throws: what SQLite says.
  package init(
    _ reader: HistoryReader, _ filter: HistoryFilter, judging: Judging? = nil, at now: Timestamp? = nil
  ) throws {
    let judging = try judging ?? Judging(reader, until: filter.until)
    let dropped = try reader.runsKeptSince()
    let checks = try reader.calibrationChecks(since: filter.since, until: filter.until)
      .filter { filter.runtime == nil || $0.runtime == filter.runtime }
    let histories = try reader.histories(filter)
    self.init(
      histories, drifts: Report.drifts(checks), keptSince: dropped.flatMap { $0 > filter.since ? $0 : nil },
      damagedRows: reader.damagedRows, since: filter.since, until: filter.until, mix: filter.mix, targets: judging.targets(of:_:),
      withFailures: judging.only?.withFailures ?? true)
    judgedBy = judging
    let measured = try reader.measuredOn(until: filter.until)
    provenance = Provenance(machine: measured?.machine, version: measured?.version, madeAt: now)
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
