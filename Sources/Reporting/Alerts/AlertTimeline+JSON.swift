import Alerting
import Rendering
package import Samples
package import Storage

extension AlertTimeline {
  /// `{"alerts": [{"id", "labels", "pending_at", "firing_at", "ended_at", "firing_seconds", "end_reason", "value", "annotations"}]}` as a line.
  /// A backtest says by what it judged, in `judged_by`.
  package func json(until: Timestamp, _ judging: Judging? = nil) throws -> String {
    try JSONLine.text(
      JSONTimeline(alerts: episodes.map { JSONEpisode($0, until: until) }, judgedBy: judging.map(JSONJudging.init)))
  }
}

private struct JSONTimeline: Encodable {
  let alerts: [JSONEpisode]
  let judgedBy: JSONJudging?
}

private struct JSONEpisode: Encodable {
  let id: String
  let labels: [String: String]
  let pendingAt: OrNull<String>
  let firingAt: OrNull<String>
  let endedAt: OrNull<String>
  let firingSeconds: OrNull<Double>
  let endReason: OrNull<String>
  let value: OrNull<Double>
  let annotations: [String: String]

  init(_ episode: AlertTimeline.Episode, until: Timestamp) {
    id = episode.id
    labels = episode.labels.dictionary
    pendingAt = OrNull(episode.pendingAt?.iso8601)
    firingAt = OrNull(episode.firedAt?.iso8601)
    endedAt = OrNull(episode.endedAt?.iso8601)
    firingSeconds = OrNull(episode.firingSeconds(until: until))
    endReason = OrNull(episode.endReason?.rawValue)
    value = OrNull(episode.value)
    annotations = episode.annotations
  }
}
