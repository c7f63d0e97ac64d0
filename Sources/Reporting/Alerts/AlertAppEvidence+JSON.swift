import Rendering
import Samples

/// The application of an alert, as JSON: `null` if it is about none.
struct JSONAlertApp: Encodable {
  private let app: String
  private let since: String
  private let until: String
  private let intervals: [Interval]
  private let places: [JSONAppPlace]
  private let stalls: [JSONAppStallEntry]
  private let occurrences: [JSONAppOccurrence]

  init(_ evidence: AlertAppEvidence) {
    app = evidence.app
    since = evidence.since.iso8601
    until = evidence.until.iso8601
    intervals = evidence.intervals.map(Interval.init)
    places = evidence.places.map(JSONAppPlace.init)
    stalls = evidence.stalls.map { JSONAppStallEntry($0) }
    occurrences = evidence.occurrences.map(JSONAppOccurrence.init)
  }

  /// One interval of it.
  private struct Interval: Encodable {
    let startedAt: String
    let endedAt: String
    let eventLoopLatencySeconds: JSONLatency
    let stalls: Int
    let levels: JSONAppLevels

    private enum CodingKeys: CodingKey { case startedAt, endedAt, eventLoopLatencySeconds, stalls }

    init(_ interval: AppInterval) {
      startedAt = interval.startedAt.iso8601
      endedAt = interval.endedAt.iso8601
      eventLoopLatencySeconds = JSONLatency(interval.latency)
      stalls = interval.stalls.count
      levels = JSONAppLevels(interval)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(startedAt, forKey: .startedAt)
      try container.encode(endedAt, forKey: .endedAt)
      try container.encode(eventLoopLatencySeconds, forKey: .eventLoopLatencySeconds)
      try container.encode(stalls, forKey: .stalls)
      try levels.encode(to: encoder)
    }
  }
}
