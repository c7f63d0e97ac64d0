import Rendering
import Samples
import Thresholds

extension SelftestResult {
  /// One line of JSON, with its line feed. Times are seconds; `null` where there is no figure.
  package func json() throws -> String {
    try JSONLine.text(JSONSelftest(self))
  }
}

private struct JSONSelftest: Encodable {
  struct Spread: Encodable {
    let median: OrNull<Double>
    let max: OrNull<Double>

    init(_ ascending: [Double]) {
      median = OrNull(ascending.lowerMedian)
      max = OrNull(ascending.last)
    }
  }

  struct Goals: Encodable {
    let accuracy = SelftestResult.accuracyGoal
    let causeAccuracy = SelftestResult.causeGoal
    let lengthsRight = SelftestResult.lengthGoal
    let falseAlarms = 0
  }

  struct Cost: Encodable {
    let cpuSeconds: Double
    let wallSeconds: Double
    let probeCores: [String: Double]
  }

  struct WrongCause: Encodable {
    let target: String
    let injected: String
    let runtime: Runtime
    let reported: TargetCause.Kind
    let reason: String

    init(_ cause: SelftestCause) {
      target = cause.target.rawValue
      injected = cause.disturbance.rawValue
      runtime = cause.runtime
      reported = cause.reported
      reason = cause.text
    }
  }

  struct NotTried: Encodable {
    let injected: String
    let runtime: OrNull<Runtime>
    let reason: String
  }

  let injections: Int
  let matrix: [String: [String: Int]]
  let accuracy: OrNull<Double>
  let targetCauses: [String: [String: [String: Int]]]
  let causeAccuracy: OrNull<Double>
  let causesNotCounted: Int
  let wrongCauses: [WrongCause]
  let lengthError: Spread
  let lengthsRight: OrNull<Double>
  let detectionDelay: Spread
  let falseAlarms: Int
  let notTried: [NotTried]
  let cost: Cost
  let goals = Goals()
  let good: OrNull<Bool>

  init(_ result: SelftestResult) {
    injections = result.findings.count
    matrix = Dictionary(uniqueKeysWithValues: result.matrix.map { ($0.key.rawValue, $0.value) })
    accuracy = OrNull(result.accuracy)
    targetCauses = result.targetCauses.reduce(into: [:]) { targets, target in
      targets[target.key.rawValue] = target.value.reduce(into: [:]) { injected, entry in
        injected[entry.key.rawValue] = Dictionary(uniqueKeysWithValues: entry.value.map { ($0.key.rawValue, $0.value) })
      }
    }
    causeAccuracy = OrNull(result.causeAccuracy)
    causesNotCounted = result.causes.count { $0.isRight == nil }
    wrongCauses = result.causes.filter { $0.isRight == false }.map(WrongCause.init)
    lengthError = Spread(result.lengthErrors)
    lengthsRight = OrNull(result.lengthsRight)
    detectionDelay = Spread(result.delays)
    falseAlarms = result.falseAlarms
    notTried = result.notTried.map { NotTried(injected: $0.disturbance, runtime: OrNull($0.runtime), reason: $0.reason) }
    cost = Cost(
      cpuSeconds: result.cpuSeconds, wallSeconds: result.wallSeconds,
      probeCores: Dictionary(uniqueKeysWithValues: result.probeCost.map { ($0.key.rawValue, $0.value) }))
    good = OrNull(result.isGood)
  }
}
