import GRDB
package import Samples

/// One quantity of a window as points at equal distances, by what was run.
package struct SampleSeries: Hashable, Sendable {
  /// What the points were made from. The raw value is its word in answers.
  package enum Source: String, Sendable {
    /// Each sample by itself.
    case raw
    /// The roll-ups of minutes.
    case minutes = "1m"
    /// The roll-ups of hours.
    case hours = "1h"
  }

  /// All values of one interval.
  package struct Point: Hashable, Sendable {
    /// Where it begins.
    package let start: Timestamp
    /// The least value.
    package let min: Double
    /// Of all values.
    package let mean: Double
    /// The greatest value.
    package let max: Double
    /// Of the run that was written last.
    package let last: Double
  }

  /// Which one; its values are in its unit.
  package let quantity: Quantity
  /// Where the values are from.
  package let source: Source
  /// Length of an interval. It is that which was asked for, or a multiple of it where nothing as fine is kept any more.
  package let stepSeconds: Double
  /// Ascending in time; intervals without a value are left out.
  package let points: [RunIdentity: [Point]]

  /// Points of one mix, strategy and runtime at most; as many as Prometheus gives (`web/api/v1/api.go`).
  package static let pointLimit = 11_000
}

/// A window has more intervals than a series may have points.
package struct TooManyPoints: Error, Equatable, CustomStringConvertible {
  /// The shortest round step with which the window can be had.
  package let leastStepSeconds: Double

  /// Of a window.
  package init(leastStepSeconds: Double) { self.leastStepSeconds = leastStepSeconds }

  package var description: String {
    "more than \(SampleSeries.pointLimit) points; ask for a shorter window, or a step of at least \(StepText.text(leastStepSeconds))"
  }
}

/// A round length of time as people write it: `30s`, `5m`, `2h`.
private enum StepText {
  static func text(_ seconds: Double) -> String {
    let units = [("d", 86400.0), ("h", 3600), ("m", 60), ("s", 1)]
    let fitting = units.first { seconds >= $0.1 && seconds.truncatingRemainder(dividingBy: $0.1) == 0 }
    return fitting.map { "\(Int(seconds / $0.1))\($0.0)" } ?? "\(Int((seconds * 1000).rounded()))ms"
  }
}

extension HistoryReader {
  /// A quantity of a window, from its samples, or, where the step is a whole number of minutes or hours, from the roll-ups of these. Where
  /// samples or minutes are not kept any more for all of the window, from what is coarser, with a longer step.
  ///
  /// - Parameter step: length of an interval, at least 0.1 seconds; `nil`: such that there are at most 250.
  /// - Throws: `TooManyPoints`.
  package func sampleSeries(
    _ filter: HistoryFilter, of quantity: Quantity, stepSeconds: Double? = nil
  ) throws -> SampleSeries {
    let window = filter.since.milliseconds..<max(filter.since.milliseconds, filter.until.milliseconds) + 1
    let asked = stepSeconds.map { Int64(($0 * 1000).rounded()) }
    let step = asked.map { max(100, $0) } ?? TimeStep.covering(window, intervals: 250)
    guard TimeStep.count(in: window, of: step) <= SampleSeries.pointLimit else {
      let least = TimeStep.covering(window, intervals: SampleSeries.pointLimit)
      throw TooManyPoints(leastStepSeconds: Double(least) / 1000)
    }
    let empty = SampleSeries(quantity: quantity, source: .raw, stepSeconds: Double(step) / 1000, points: [:])
    return try read(orIfEmpty: empty) { try $0.sampleSeries(filter, of: quantity, step: step, $1) }
  }
}

extension Database {
  fileprivate func sampleSeries(
    _ filter: HistoryFilter, of quantity: Quantity, step: Int64, _ damages: DamageTally
  ) throws -> SampleSeries {
    let (minute, hour) = (RollupTier.minute, RollupTier.hour)
    if !step.isMultiple(of: minute.milliseconds), try keepsSamples(filter) {
      return try series(quantity, .raw, step: step) { try addSamples(filter, quantity, damages, to: &$0) }
    }
    let isMinute = try !step.isMultiple(of: hour.milliseconds) && keepsMinutes(filter, of: quantity, \.samplesTable)
    let tier = isMinute ? minute : hour
    let length = (step + tier.milliseconds - 1) / tier.milliseconds * tier.milliseconds
    return try series(quantity, isMinute ? .minutes : .hours, step: length) {
      try addRollups(tier, filter, quantity, damages, to: &$0)
    }
  }

  private func series(
    _ quantity: Quantity, _ source: SampleSeries.Source, step: Int64, _ fill: (inout PointBuilder) throws -> Void
  ) throws -> SampleSeries {
    var points = PointBuilder(step: step)
    try fill(&points)
    return SampleSeries(quantity: quantity, source: source, stepSeconds: Double(step) / 1000, points: points.points)
  }

  /// Whether there is no run whose samples were dropped; that it had some, its trends tell.
  private func keepsSamples(_ filter: HistoryFilter) throws -> Bool {
    try Bool.fetchOne(
      self,
      sql: """
        SELECT NOT EXISTS (SELECT 1 FROM runs WHERE \(filter.runs)
          AND EXISTS (SELECT 1 FROM trends WHERE run_id = runs.id AND samples > 0)
          AND NOT EXISTS (SELECT 1 FROM instants WHERE run_id = runs.id))
        """, arguments: filter.arguments) == true
  }

  /// Those in the window, also of runs that ended up to an hour after it.
  private func addSamples(
    _ filter: HistoryFilter, _ quantity: Quantity, _ damages: DamageTally, to points: inout PointBuilder
  ) throws {
    try leaveOutMisplacedRuns(filter, damages)
    let longer = HistoryFilter(
      since: filter.since, until: filter.until.advanced(bySeconds: 3600), mix: filter.mix, strategy: filter.strategy,
      runtime: filter.runtime)
    let column = quantity.storedColumn
    let (columns, rows) = try query(
      """
      SELECT mix, strategy, runtime, runs.id, work_started_ms, elapsed_ms, \(column)
      FROM runs CROSS JOIN instants ON run_id = runs.id
      WHERE \(longer.runs) AND \(column) IS NOT NULL AND (work_started_ms + elapsed_ms BETWEEN :first AND :last
        OR \(Misplaced.condition("work_started_ms")) OR typeof(elapsed_ms) <> 'integer')
      ORDER BY ended_ms, runs.id, elapsed_ms
      """, of: "instants", key: "id",
      longer.arguments &+ ["first": filter.since.milliseconds, "last": filter.until.milliseconds])
    let (identities, ids) = (try IdentityColumns(columns), try columns("id"))
    let instants = try InstantColumns(columns, [quantity])
    var run: (id: Int64, identity: RunIdentity)?
    try rows.forEach(damages) { row in
      let id: Int64 = try ids.value(row)
      let identity = try run.flatMap { $0.id == id ? $0.identity : nil } ?? identities.identity(row)
      run = (id, identity)
      let time = try instants.time(row).milliseconds
      for (_, value) in try instants.values(row) {
        var sample = Rollup()
        sample.add(value)
        points.add(sample, identity, at: time)
      }
    }
  }

  private func addRollups(
    _ tier: RollupTier, _ filter: HistoryFilter, _ quantity: Quantity, _ damages: DamageTally, to points: inout PointBuilder
  ) throws {
    try leaveOutMisplacedRollups(tier, tier.samplesTable, filter, damages)
    let (columns, rows) = try query(
      """
      SELECT mix, strategy, runtime, start_ms, count, min, max, sum, last
      FROM series CROSS JOIN \(tier.samplesTable) ON series_id = series.id
      WHERE quantity = :quantity AND \(filter.series) AND start_ms BETWEEN :from AND :until ORDER BY series_id, start_ms
      """, of: tier.samplesTable, key: "start_ms",
      filter.identityArguments
        &+ [
          "quantity": quantity.rawValue, "from": tier.start(of: filter.since.milliseconds), "until": filter.until.milliseconds,
        ])
    let (identity, rollup) = (try IdentityColumns(columns), try RollupColumns(columns))
    try rows.forEach(damages) { row in
      points.add(try rollup.rollup(row), try identity.identity(row), at: try rollup.start(row).milliseconds)
    }
  }
}

/// Values by what was run and the interval that they lie in.
private struct PointBuilder {
  private let step: Int64
  private var intervals: [RunIdentity: [Int64: Rollup]] = [:]

  init(step: Int64) { self.step = step }

  mutating func add(_ values: Rollup, _ identity: RunIdentity, at milliseconds: Int64) {
    let start = TimeStep.start(of: milliseconds, step)
    intervals[identity, default: [:]][start, default: Rollup()].add(values)
  }

  var points: [RunIdentity: [SampleSeries.Point]] {
    intervals.mapValues { intervals in
      intervals.sorted { $0.key < $1.key }.map { start, values in
        SampleSeries.Point(
          start: Timestamp(milliseconds: start), min: values.min, mean: values.sum / Double(values.count), max: values.max,
          last: values.last)
      }
    }
  }
}
