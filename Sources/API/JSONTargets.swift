import Rendering
import Samples
import Snapshots
import Thresholds

/// `/api/v1/targets`: in the shape of a report's targets, as the agent judged them last, each over its window; with the target `failures` for
/// each canary of which a run or an item has failed. Behind those of canaries come those of applications, with `app` in place of mix, strategy
/// and runtime.
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

  /// A target of an application, with whose it is.
  struct OfApp: Encodable {
    private enum Key: String, CodingKey { case app, alerts }

    private let app: String
    private let alerts: Bool
    private let target: JSONAppTarget

    init(_ app: JudgedAppNow, _ judgement: Judgement) {
      self.app = app.app
      alerts = app.alerts
      target = JSONAppTarget(judgement)
    }

    func encode(to encoder: any Encoder) throws {
      try target.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(app, forKey: .app)
      try container.encode(alerts, forKey: .alerts)
    }
  }

  /// Of a canary or of an application.
  enum Entry: Encodable {
    case canary(JSONOf<Judged>)
    case app(OfApp)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .canary(let entry): try entry.encode(to: encoder)
      case .app(let entry): try entry.encode(to: encoder)
      }
    }
  }

  let verdict: Verdict
  let targets: [Entry]

  init(_ snapshot: AgentSnapshot) {
    verdict = snapshot.verdict
    let canaries = snapshot.canaries.flatMap { canary in
      canary.judgements.map { JSONOf(canary.identity, Judged($0, of: canary)) }
        + (canary.failures.isPresent ? [JSONOf(canary.identity, Judged(canary.failures, of: canary))] : [])
    }
    let apps = snapshot.judgedApps.flatMap { app in app.judgements.map { OfApp(app, $0) } }
    targets = canaries.map { .canary($0) } + apps.map { .app($0) }
  }
}
