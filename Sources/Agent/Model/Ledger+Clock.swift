import Alerting
import Exposition
import Samples
import Scheduling
import Snapshots

/// What becomes of remembered instants when the wall clock is set: a host without a battery for its clock starts in 1970, and learns later
/// what time it is.
extension Ledger {
  /// The wall clock may have been set since the last event: durations go on, and what was stamped before moves along.
  mutating func follow(_ now: Moment) {
    let step = now.clockStep(since: lastMoment)
    if step != 0 { watch.clockWasSet(by: step) }
    let set = now.clockWasSet(since: lastMoment)
    if set != 0 { moveStamps(by: set) }
    lastMoment = now
    registry.clock = now.wall
  }

  /// Runs that have ended keep their stamps, by which the history knows them.
  private mutating func moveStamps(by milliseconds: Int64) {
    startedAt = startedAt.moved(by: milliseconds)
    running?.moveStart(by: milliseconds)
    nextRunAt = nextRunAt?.moved(by: milliseconds)
    storage.trouble = storage.trouble?.moved(by: milliseconds)
    watch.moveStamps(by: milliseconds)
    moveGauge(MetricCatalog.reloadTimestamp, .none, by: milliseconds)
    for identity in watch.identities { moveGauge(MetricCatalog.lastRunTimestamp, identity.labels, by: milliseconds) }
    registry.moveCreation(by: milliseconds)
    pageRevision += 1
  }

  private mutating func moveGauge(_ metric: Metric, _ labels: Labels, by milliseconds: Int64) {
    guard let seconds = registry.value(metric, labels) else { return }
    registry.set(metric, labels, seconds + Double(milliseconds) / 1000)
  }
}
