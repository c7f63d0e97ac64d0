import Rendering
import SampleApps
import Samples

extension AppSelftestResult {
  /// One line of JSON, with its line feed. Times are seconds; `null` where there is no figure.
  package func json() throws -> String { try JSONLine.text(JSONApps(self)) }
}

private struct JSONApps: Encodable {
  struct Row: Encodable {
    let app: String
    let did: String
    let truths: Int
    let found: Int
    let causeRight: Int
    let frameRight: Int
    let lengthRight: Int
  }

  struct LengthError: Encodable {
    let median: OrNull<Double>
    let max: OrNull<Double>
  }

  struct NotTried: Encodable {
    let app: String
    let reason: String
  }

  let apps: [Row]
  let found: OrNull<Double>
  let causesRight: OrNull<Double>
  let framesRight: OrNull<Double>
  let lengthsRight: OrNull<Double>
  let lengthError: LengthError
  let falseStalls: Int
  let notTried: [NotTried]

  init(_ result: AppSelftestResult) {
    apps = result.groups.map { group in
      Row(
        app: group.app, did: group.did, truths: group.findings.count, found: group.findings.count(where: \.isFound),
        causeRight: group.findings.count { $0.isCauseRight == true },
        frameRight: group.findings.count { $0.isFrameRight == true },
        lengthRight: group.findings.count { $0.isLengthRight == true })
    }
    found = OrNull(result.found)
    causesRight = OrNull(result.causesRight)
    framesRight = OrNull(result.framesRight)
    lengthsRight = OrNull(result.lengthsRight)
    lengthError = LengthError(median: OrNull(result.lengthErrors.lowerMedian), max: OrNull(result.lengthErrors.last))
    falseStalls = result.falseStalls
    notTried = result.notTried.map { NotTried(app: $0.app, reason: $0.reason) }
  }
}
