import Rendering
import Samples
import Snapshots
import Thresholds

/// `/api/v1/targets`: in the shape of a report's targets, as the agent judged them last, each over its window; with the target `failures` for
/// each canary of which a run or an item has failed.
struct JSONTargets: Encodable {
  struct Judged: Encodable {
    let kind: MixKind
    let target: String
    let value: OrNull<Double>
    let limit: JSONLimit
    let verdict: Verdict
    let samples: Int
    let critical: Bool
    let alerts: Bool
    let valueText: String
    let limitText: String
    let cause: OrNull<String>
    let causeText: OrNull<String>

    init(_ failures: Failures, of canary: AgentSnapshot.Canary) {
      kind = canary.kind
      target = Failures.name
      value = OrNull(failures.share)
      limit = JSONLimit(.atMost(Failures.limit))
      verdict = failures.verdict
      samples = failures.runs.all
      critical = false
      alerts = canary.alerts
      valueText = failures.account
      limitText = Failures.limitText
      cause = OrNull(nil)
      causeText = OrNull(nil)
    }

    init(_ judgement: Judgement, of canary: AgentSnapshot.Canary) {
      kind = canary.kind
      target = judgement.target.name.rawValue
      value = OrNull(judgement.value)
      limit = JSONLimit(judgement.condition.limit)
      verdict = judgement.verdict
      samples = judgement.samples
      critical = judgement.isCritical
      alerts = canary.alerts
      valueText = judgement.valueText
      limitText = judgement.target.limitText
      cause = OrNull(judgement.cause?.kind.rawValue)
      causeText = OrNull(judgement.cause?.text)
    }
  }

  let verdict: Verdict
  let targets: [JSONOf<Judged>]

  init(_ snapshot: AgentSnapshot) {
    verdict = snapshot.verdict
    targets = snapshot.canaries.flatMap { canary in
      canary.judgements.map { JSONOf(canary.identity, Judged($0, of: canary)) }
        + (canary.failures.isPresent ? [JSONOf(canary.identity, Judged(canary.failures, of: canary))] : [])
    }
  }
}
