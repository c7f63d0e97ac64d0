package import SampleApps
import Samples

/// What came of running the sample programs: how much of the truth was in the reports.
package struct AppSelftestResult: Sendable {
  /// Why a program could not be tried.
  package struct NotTried: Hashable, Sendable {
    package let app: String
    package let reason: String

    package init(app: String, reason: String) {
      self.app = app
      self.reason = reason
    }
  }

  /// Shares that are good enough.
  package static let foundGoal = 0.99
  package static let rightGoal = 0.95

  package private(set) var findings: [AppFinding] = []
  package private(set) var falseStalls = 0
  package private(set) var notTried: [NotTried] = []

  /// Nothing tried.
  package init() {}

  package mutating func add(_ judged: (findings: [AppFinding], falseStalls: Int)) {
    findings += judged.findings
    falseStalls += judged.falseStalls
  }

  package mutating func add(_ entry: NotTried) { notTried.append(entry) }

  /// Of all that was done. `nil` of nothing, as below.
  package var found: Double? { share(findings.map { Optional($0.isFound) }) }
  /// Of what was found and has a cause.
  package var causesRight: Double? { share(findings.map(\.isCauseRight)) }
  package var framesRight: Double? { share(findings.map(\.isFrameRight)) }
  package var lengthsRight: Double? { share(findings.map(\.isLengthRight)) }

  /// In seconds, ascending; those of loops that were asleep at the begin are left out.
  package var lengthErrors: [Double] { findings.filter { $0.slack == 0 }.compactMap(\.error).sorted() }

  /// Whether the goals are reached; `nil` if nothing was tried.
  package var isGood: Bool? {
    guard let found, let causesRight, let framesRight, let lengthsRight else { return nil }
    return found >= Self.foundGoal && [causesRight, framesRight, lengthsRight].allSatisfy { $0 >= Self.rightGoal }
      && falseStalls == 0
      && notTried.isEmpty
  }

  private func share(_ answers: [Bool?]) -> Double? {
    let known = answers.compactMap { $0 }
    return known.isEmpty ? nil : Double(known.count { $0 }) / Double(known.count)
  }
}
