import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// `/api/v1/apps/NAME`: what the history tells of an application in a window, and how it is judged now.
struct JSONAppDetail: Encodable {
  let app: String
  let since: String
  let until: String
  let verdict: Verdict
  let targets: [JSONAppTarget]
  let intervals: [Interval]
  let places: [JSONAppPlace]
  let stalls: [JSONAppStallEntry]
  let occurrences: [JSONAppOccurrence]

  init(_ excerpt: AppExcerpt, _ judged: JudgedAppNow?) {
    app = excerpt.app
    since = excerpt.since.iso8601
    until = excerpt.until.iso8601
    verdict = judged?.verdict ?? .unknown
    targets = judged?.judgements.map(JSONAppTarget.init) ?? []
    intervals = excerpt.intervals.map(Interval.init)
    places = excerpt.places.map(JSONAppPlace.init)
    stalls = excerpt.stalls.map { JSONAppStallEntry($0) }
    occurrences = excerpt.occurrences.map(JSONAppOccurrence.init)
  }

  /// With the levels in it.
  struct Interval: Encodable {
    let startedAt: String
    let endedAt: String
    let life: Int
    let eventLoopLatencySeconds: JSONLatency
    let stalls: Int
    let startupStalls: Int
    let stallSecondsByCause: JSONCauses
    let levels: JSONAppLevels

    private enum CodingKeys: CodingKey {
      case startedAt, endedAt, life, eventLoopLatencySeconds, stalls, startupStalls, stallSecondsByCause
    }

    init(_ interval: AppInterval) {
      startedAt = interval.startedAt.iso8601
      endedAt = interval.endedAt.iso8601
      life = interval.life
      eventLoopLatencySeconds = JSONLatency(interval.latency)
      stalls = interval.stalls.count
      startupStalls = interval.startupStalls
      stallSecondsByCause = JSONCauses(budget: interval.stalls.budget)
      levels = JSONAppLevels(interval)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(startedAt, forKey: .startedAt)
      try container.encode(endedAt, forKey: .endedAt)
      try container.encode(life, forKey: .life)
      try container.encode(eventLoopLatencySeconds, forKey: .eventLoopLatencySeconds)
      try container.encode(stalls, forKey: .stalls)
      try container.encode(startupStalls, forKey: .startupStalls)
      try container.encode(stallSecondsByCause, forKey: .stallSecondsByCause)
      try levels.encode(to: encoder)
    }
  }
}
