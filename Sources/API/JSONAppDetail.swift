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
  let places: [Place]
  let stalls: [JSONApps.Stall]
  let occurrences: [Occurrence]

  init(_ excerpt: AppExcerpt, _ judged: JudgedAppNow?) {
    app = excerpt.app
    since = excerpt.since.iso8601
    until = excerpt.until.iso8601
    verdict = judged?.verdict ?? .unknown
    targets = judged?.judgements.map(JSONAppTarget.init) ?? []
    intervals = excerpt.intervals.map(Interval.init)
    places = excerpt.places.map(Place.init)
    stalls = excerpt.stalls.map(JSONApps.Stall.init)
    occurrences = excerpt.occurrences.map(Occurrence.init)
  }

  /// Levels are means and the most of an interval.
  struct Level: Encodable {
    let mean: Double
    let max: Double
    let last: Double

    init(_ level: AppLevel) { (mean, max, last) = (level.mean, level.max, level.last) }
  }

  struct Queue: Encodable {
    let queue: String
    let depth: Level
    let capacity: OrNull<Double>
  }

  struct Interval: Encodable {
    let startedAt: String
    let endedAt: String
    let seconds: Double
    let life: Int
    let processes: Int
    let eventLoopLatencySeconds: JSONApps.Latency
    let busyRatio: OrNull<Double>
    let cpuSeconds: Double
    let gcSeconds: Double
    let ioWaitSeconds: OrNull<Double>
    let memoryBytes: OrNull<Level>
    let tasks: OrNull<Level>
    let executorBacklog: OrNull<Level>
    let queues: [Queue]
    let stalls: Int
    let startupStalls: Int
    let stallSecondsByCause: JSONCauses

    init(_ interval: AppInterval) {
      startedAt = interval.startedAt.iso8601
      endedAt = interval.endedAt.iso8601
      seconds = interval.seconds
      life = interval.life
      processes = interval.processes
      eventLoopLatencySeconds = JSONApps.Latency(interval.latency)
      busyRatio = OrNull(interval.busyRatio)
      cpuSeconds = interval.cpuSeconds
      gcSeconds = interval.gcSeconds
      ioWaitSeconds = OrNull(interval.ioWaitSeconds)
      memoryBytes = OrNull(interval.memoryBytes.map(Level.init))
      tasks = OrNull(interval.tasks.map(Level.init))
      executorBacklog = OrNull(interval.executorBacklog.map(Level.init))
      queues = interval.queues.map { Queue(queue: $0.name, depth: Level($0.depth), capacity: OrNull($0.capacity)) }
      stalls = interval.stalls.count
      startupStalls = interval.startupStalls
      stallSecondsByCause = JSONCauses(budget: interval.stalls.budget)
    }
  }

  struct Place: Encodable {
    let frame: OrNull<String>
    let cause: String
    let count: Int
    let seconds: Double
    let worst: JSONApps.Stall

    init(_ place: AppPlaceCost) {
      frame = OrNull(place.frame)
      cause = place.cause.rawValue
      count = place.count
      seconds = place.seconds
      worst = JSONApps.Stall(place.worst)
    }
  }

  struct Occurrence: Encodable {
    let at: String
    let kind: String
    let pid: OrNull<Int>
    let version: OrNull<String>
    let frame: OrNull<String>
    let stack: [String]
    let stoodSeconds: OrNull<Double>

    init(_ occurrence: AppOccurrence) {
      at = occurrence.at.iso8601
      kind = occurrence.kind.rawValue
      pid = OrNull(occurrence.pid)
      version = OrNull(occurrence.version)
      frame = OrNull(occurrence.frame)
      stack = occurrence.stack
      stoodSeconds = OrNull(occurrence.stoodSeconds)
    }
  }
}
