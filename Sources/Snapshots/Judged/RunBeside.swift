import Samples
package import Storage

/// What stands beside a run: the runs before and after it, and the alerts that it is evidence of.
package struct RunBeside: Sendable {
  /// Of the same mix, strategy and runtime.
  package var neighbours: RunNeighbours
  /// In the order in which they began.
  package var alerts: [AlertTimeline.Episode]

  /// Joins the two.
  package init(neighbours: RunNeighbours = RunNeighbours(), alerts: [AlertTimeline.Episode] = []) {
    self.neighbours = neighbours
    self.alerts = alerts
  }

  /// What a history tells of a run, and what the agent remembers that is not in it yet.
  ///
  /// - Throws: what reading throws.
  package init(_ run: StoredRun, _ reader: HistoryReader?, _ snapshot: AgentSnapshot) throws {
    neighbours = try reader?.neighbours(of: run) ?? RunNeighbours()
    alerts = try reader?.alerts(around: run) ?? []
    let recent = snapshot.newestRuns.filter { $0.run.identity == run.identity && $0.run.id != run.id }
    neighbours.look(among: recent.map { RunPosition($0.run) }, around: RunPosition(run))
  }
}
