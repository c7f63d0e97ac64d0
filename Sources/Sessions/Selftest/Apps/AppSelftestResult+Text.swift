import Rendering
import SampleApps
import Samples

extension AppSelftestResult {
  /// A row for each program and what it did, then the figures; ends with a line feed.
  package func text(width: Int?) -> String {
    let table = Table(header: ["PROGRAM", "DID", "TOLD", "CAUSE", "FRAME", "LENGTH"], rightAligned: [2, 3, 4, 5], rows: rows)
    var lines = table.lines(width: width) + [""]
    lines.append(
      "Found: \(percent(found)) (goal \(Percent.text(Self.foundGoal))); right: causes \(percent(causesRight)), frames \(percent(framesRight)), "
        + "lengths \(percent(lengthsRight)) (goals \(Percent.text(Self.rightGoal)))")
    if let median = lengthErrors.lowerMedian, let greatest = lengthErrors.last {
      lines.append("Length of a stall: error median \(DurationText.text(median)), greatest \(DurationText.text(greatest))")
    }
    lines.append("False stalls: \(falseStalls) (goal 0)")
    lines += wrong.map { "Wrong: \($0.app) (\($0.did)): \($0.isFound ? $0.reported : "not told")" }
    lines += notTried.map { "Not tried: \($0.app): \($0.reason)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Those of which something else was told.
  private var wrong: [AppFinding] { findings.filter { !$0.isFound || $0.isCauseRight == false || $0.isFrameRight == false } }

  private func percent(_ share: Double?) -> String { share.map { Percent.text($0) } ?? "-" }

  private var rows: [[String]] {
    groups.map { group in
      [group.app, group.did, count(group.findings.map { Optional($0.isFound) })]
        + [group.findings.map(\.isCauseRight), group.findings.map(\.isFrameRight), group.findings.map(\.isLengthRight)].map(count)
    }
  }

  private func count(_ answers: [Bool?]) -> String {
    let known = answers.compactMap { $0 }
    return known.isEmpty ? "-" : "\(known.count { $0 })/\(known.count)"
  }

  /// What each program did, in the order in which it was tried.
  var groups: [(app: String, did: String, findings: [AppFinding])] {
    var groups: [(app: String, did: String, findings: [AppFinding])] = []
    for finding in findings {
      if let index = groups.firstIndex(where: { $0.app == finding.app && $0.did == finding.did }) {
        groups[index].findings.append(finding)
      } else {
        groups.append((finding.app, finding.did, [finding]))
      }
    }
    return groups
  }
}
