package import Samples
package import Thresholds

/// How often the self-test's reports were right.
package struct SelftestResult: Sendable {
  /// What was not tried, and why.
  package struct NotTried: Hashable, Sendable {
    /// What was not done.
    package let disturbance: String
    /// In which runtime; `nil`: in none.
    package let runtime: Runtime?
    /// One sentence.
    package let reason: String

    /// Says why something was left out.
    package init(_ disturbance: String, in runtime: Runtime? = nil, because reason: String) {
      self.disturbance = disturbance
      self.runtime = runtime
      self.reason = reason
    }
  }

  /// The share of right reports that is to be reached.
  package static let accuracyGoal = 0.95
  /// The share of right causes of targets that is to be reached.
  package static let causeGoal = 0.95
  /// The share of lengths within 1 % or 1 ms that is to be reached.
  package static let lengthGoal = 0.95

  /// One for each injection, or for each run where the whole run is the injection.
  package private(set) var findings: [SelftestFinding] = []
  /// One for each target that a run breached.
  package private(set) var causes: [SelftestCause] = []
  /// Stalls and breaches that nothing had caused.
  package private(set) var falseAlarms = 0
  /// What was not tried.
  package private(set) var notTried: [NotTried] = []
  /// CPU seconds of all runs.
  package private(set) var cpuSeconds = 0.0
  /// From the begin to the end.
  package var wallSeconds = 0.0
  /// CPU time of an idle loop with its probe, in cores.
  package private(set) var probeCost: [Runtime: Double] = [:]

  /// Nothing was tried yet.
  package init() {}

  /// Adds what was reported of a run, and what it has cost.
  package mutating func add(_ judged: (findings: [SelftestFinding], falseAlarms: Int), cpuSeconds: Double) {
    findings += judged.findings
    falseAlarms += judged.falseAlarms
    self.cpuSeconds += cpuSeconds
  }

  /// Adds who was reported for the targets that a run breached.
  package mutating func add(_ causes: [SelftestCause]) { self.causes += causes }

  /// Notes what was left out.
  package mutating func add(_ notTried: NotTried) { self.notTried.append(notTried) }

  /// Notes what an idle loop with its probe has used.
  package mutating func probeCosts(_ cores: Double, in runtime: Runtime) { probeCost[runtime] = cores }

  /// By what was injected and what was reported, how often.
  package var matrix: [Disturbance: [String: Int]] {
    findings.reduce(into: [:]) { $0[$1.disturbance, default: [:]][$1.reported, default: 0] += 1 }
  }

  /// The share of right reports; `nil` where there are none.
  package var accuracy: Double? {
    findings.isEmpty ? nil : Double(findings.count(where: \.isRight)) / Double(findings.count)
  }

  /// By target, by what was injected and by who was reported, how often.
  package var targetCauses: [TargetName: [Disturbance: [TargetCause.Kind: Int]]] {
    causes.reduce(into: [:]) { $0[$1.target, default: [:]][$1.disturbance, default: [:]][$1.reported, default: 0] += 1 }
  }

  /// The share of right causes of targets; `nil` if there are none that can be told. Those that others on the host may really have caused do
  /// not count.
  package var causeAccuracy: Double? {
    let told = causes.compactMap(\.isRight)
    return told.isEmpty ? nil : Double(told.count { $0 }) / Double(told.count)
  }

  /// Errors of the lengths of stalls, in seconds, ascending.
  package var lengthErrors: [Double] { findings.compactMap { $0.length?.error }.sorted() }

  /// The share of lengths within 1 % or 1 ms; `nil` where there was no stall.
  package var lengthsRight: Double? {
    let right = findings.compactMap(\.lengthIsRight)
    return right.isEmpty ? nil : Double(right.count { $0 }) / Double(right.count)
  }

  /// How many stalls were injected.
  package var injectedStalls: Int {
    findings.count { if case .stall = $0.disturbance.expectation { true } else { false } }
  }

  /// From a stall's begin until it was noticed, in seconds, ascending.
  package var delays: [Double] { findings.compactMap(\.delay).sorted() }

  /// Whether all goals are reached; `nil` where nothing was tried.
  package var isGood: Bool? {
    accuracy.map {
      $0 >= SelftestResult.accuracyGoal && (causeAccuracy ?? 1) >= SelftestResult.causeGoal
        && (lengthsRight ?? 1) >= SelftestResult.lengthGoal && falseAlarms == 0
    }
  }
}

extension [Double] {
  /// Of ascending values, the middle one; of an even number the lower of the two.
  package var lowerMedian: Double? { isEmpty ? nil : self[(count - 1) / 2] }
}
