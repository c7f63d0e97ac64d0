import Rendering
import Samples
import Thresholds

/// A target of an application as it was judged last.
struct JSONAppTarget: Encodable {
  let target: String
  let value: OrNull<Double>
  let limit: JSONLimit
  let verdict: Verdict
  let samples: Int
  let critical: Bool
  let valueText: String
  let limitText: String
  let cause: OrNull<String>
  let causeText: OrNull<String>
  let queue: OrNull<String>
  /// Why it is unknown, if that stays so.
  let reason: OrNull<String>

  init(_ judgement: Judgement) {
    target = judgement.target.name.rawValue
    value = OrNull(judgement.value)
    limit = JSONLimit(judgement.condition.limit)
    verdict = judgement.verdict
    samples = judgement.samples
    critical = judgement.isCritical
    valueText = judgement.valueText
    limitText = judgement.target.limitText
    cause = OrNull(judgement.cause?.kind.rawValue)
    causeText = OrNull(judgement.cause?.text)
    queue = OrNull(judgement.queue)
    reason = OrNull(judgement.shortage?.untold)
  }
}
