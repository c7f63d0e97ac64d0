import Rendering
import Samples
import Thresholds

/// An application of a report, as JSON; `Report.json` tells its shape.
struct JSONReportedApp: Encodable {
  let app: String
  let verdict: Verdict
  let targets: [Target]
  let stalls: JSONStalls
  let places: [JSONAppPlace]
  let occurrences: [JSONAppOccurrence]
  let levels: OrNull<JSONAppLevels>
  let comparison: OrNull<JSONAppComparison>

  init(_ reported: Report.App) {
    app = reported.app
    verdict = reported.verdict
    targets = reported.judgements.map(Target.init)
    stalls = JSONStalls(reported.stalls)
    places = reported.places.map(JSONAppPlace.init)
    occurrences = reported.occurrences.map(JSONAppOccurrence.init)
    levels = OrNull(reported.total.map(JSONAppLevels.init))
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
    let reason: OrNull<String>

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
      reason = OrNull(judgement.verdict == .unknown ? judgement.shortage?.text : nil)
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
