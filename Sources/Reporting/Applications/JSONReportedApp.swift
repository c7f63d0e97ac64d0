import Rendering
import Samples
import Thresholds

/// An application of a report, as JSON; `Report.json` tells its shape.
struct JSONReportedApp: Encodable {
  let app: String
  let verdict: Verdict
  let targets: [Target]
  let stalls: JSONStalls
  let places: [Place]
  let occurrences: [Occurrence]
  let levels: OrNull<Levels>
  let comparison: OrNull<JSONAppComparison>

  init(_ reported: Report.App) {
    app = reported.app
    verdict = reported.verdict
    targets = reported.judgements.map(Target.init)
    stalls = JSONStalls(reported.stalls)
    places = reported.places.map(Place.init)
    occurrences = reported.occurrences.map(Occurrence.init)
    levels = OrNull(reported.total.map(Levels.init))
    comparison = OrNull(reported.comparison.map(JSONAppComparison.init))
  }

  struct Target: Encodable {
    let target: String
    let value: OrNull<Double>
    let limit: JSONLimit
    let verdict: Verdict
    let cause: OrNull<String>
    let causeText: OrNull<String>
    let queue: OrNull<String>
    let samples: Int
    let samplesNeeded: OrNull<Int>

    init(_ judgement: Judgement) {
      target = judgement.target.name.rawValue
      value = OrNull(judgement.value)
      limit = JSONLimit(judgement.condition.limit)
      verdict = judgement.verdict
      cause = OrNull(judgement.cause?.kind.rawValue)
      causeText = OrNull(judgement.cause?.text)
      queue = OrNull(judgement.queue)
      samples = judgement.samples
      samplesNeeded = OrNull(judgement.shortage?.needed)
    }
  }

  struct Place: Encodable {
    let frame: OrNull<String>
    let cause: StallCause
    let seconds: Double
    let count: Int
    let worstSeconds: Double
    let worstAt: String
    let stack: [String]

    init(_ cost: AppPlaceCost) {
      frame = OrNull(cost.frame)
      cause = cost.cause
      seconds = cost.seconds
      count = cost.count
      worstSeconds = cost.worst.stall.stall.seconds
      worstAt = cost.worst.endedAt.iso8601
      stack = cost.worst.stall.stall.stack
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

  /// What stood at some level in the window.
  struct Levels: Encodable {
    struct Level: Encodable {
      let mean: Double
      let max: Double
      let last: Double

      init(_ level: AppLevel) { (mean, max, last) = (level.mean, level.max, level.last) }
    }

    struct Queue: Encodable {
      let queue: String
      let mean: Double
      let max: Double
      let last: Double
      let capacity: OrNull<Double>
    }

    let seconds: Double
    let processes: Int
    let busyRatio: OrNull<Double>
    let cpuSeconds: Double
    let gcSeconds: Double
    let ioWaitSeconds: OrNull<Double>
    let memoryBytes: OrNull<Level>
    let tasks: OrNull<Level>
    let executorBacklog: OrNull<Level>
    let queues: [Queue]

    init(_ total: AppInterval) {
      seconds = total.seconds
      processes = total.processes
      busyRatio = OrNull(total.busyRatio)
      cpuSeconds = total.cpuSeconds
      gcSeconds = total.gcSeconds
      ioWaitSeconds = OrNull(total.ioWaitSeconds)
      memoryBytes = OrNull(total.memoryBytes.map(Level.init))
      tasks = OrNull(total.tasks.map(Level.init))
      executorBacklog = OrNull(total.executorBacklog.map(Level.init))
      queues = total.queues.map {
        Queue(queue: $0.name, mean: $0.depth.mean, max: $0.depth.max, last: $0.depth.last, capacity: OrNull($0.capacity))
      }
    }
  }
}

/// An application in two windows, as JSON.
struct JSONAppComparison: Encodable {
  let baseline: String
  let window: String
  let worse: Bool
  let changes: [ChangeOf]
  let places: [Place]

  init(_ comparison: AppComparison) {
    baseline = comparison.baseline
    window = comparison.window
    worse = comparison.isWorse
    changes = comparison.changes.map(ChangeOf.init)
    places = comparison.places.map(Place.init)
  }

  struct ChangeOf: Encodable {
    let measure: String
    let before: JSONChange.Side
    let now: JSONChange.Side
    let ratio: OrNull<Double>
    let p: OrNull<Double>
    let outcome: Change.Outcome

    init(_ change: AppChange) {
      measure = change.measure.rawValue
      before = JSONChange.Side(count: change.before.count, median: OrNull(change.before.median))
      now = JSONChange.Side(count: change.now.count, median: OrNull(change.now.median))
      ratio = OrNull(change.ratio)
      p = OrNull(change.p)
      outcome = change.outcome
    }
  }

  struct Place: Encodable {
    struct Side: Encodable {
      let count: Int
      let seconds: Double
      let secondsPerHour: Double

      init(_ cost: PlaceChange.Cost) { (count, seconds, secondsPerHour) = (cost.count, cost.seconds, cost.secondsPerHour) }
    }

    let frame: OrNull<String>
    let cause: StallCause
    let new: Bool
    let before: Side
    let now: Side
    let outcome: Change.Outcome

    init(_ place: PlaceChange) {
      frame = OrNull(place.frame)
      cause = place.cause
      new = place.isNew
      (before, now) = (Side(place.before), Side(place.now))
      outcome = place.outcome
    }
  }
}
