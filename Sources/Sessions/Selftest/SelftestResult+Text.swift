import Rendering
import Samples
import Thresholds

extension SelftestResult {
  /// The matrix and its figures for people, ending with a line feed.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    var lines = matrixLines(width) + [""]
    lines.append(
      "Right: \(findings.count(where: \.isRight)) of \(findings.count) (\(Percent.text(accuracy)); goal \(Percent.text(SelftestResult.accuracyGoal)))"
    )
    lines += causeLines(width)
    if let median = lengthErrors.lowerMedian, let greatest = lengthErrors.last {
      lines.append(
        "Length of a stall: error median \(DurationText.text(median)), greatest \(DurationText.text(greatest)); "
          + "\(Percent.text(lengthsRight)) within 1 % or 1 ms (goal \(Percent.text(SelftestResult.lengthGoal)))")
    }
    if let median = delays.lowerMedian, let greatest = delays.last {
      lines.append(
        "Noticed after: median \(DurationText.text(median)), at the latest \(DurationText.text(greatest)); "
          + "\(delays.count) of \(injectedStalls) stalls, before they were over")
    }
    lines.append("False alarms: \(falseAlarms) (goal 0)")
    let probes = probeCost.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      "\(Percent.text($0.value)) of a core in \($0.key.rawValue)"
    }
    lines.append(
      "Cost: \(Digits.text(cpuSeconds)) CPU s in \(Digits.text(wallSeconds)) s; an idle loop with its probe: "
        + (probes.isEmpty ? "-" : probes.joined(separator: ", ")))
    lines += notTried.map { entry in
      "Not tried: \(entry.disturbance)\(entry.runtime.map { " in \($0.rawValue)" } ?? ""): \(entry.reason)"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A row for each target and disturbance, a column for each who may be reported.
  private func causeLines(_ width: Int?) -> [String] {
    let kinds = TargetCause.Kind.allCases
    let found = targetCauses
    let rows = TargetName.allCases.flatMap { target in
      Disturbance.allCases.compactMap { disturbance -> [String]? in
        guard let reported = found[target]?[disturbance], let blame = disturbance.blame else { return nil }
        return [target.rawValue, disturbance.rawValue, blame.kind.rawValue] + kinds.map { reported[$0].map { "\($0)" } ?? "." }
      }
    }
    guard !rows.isEmpty else { return [] }
    let told = causes.compactMap(\.isRight)
    let others = causes.count - told.count
    let table = Table(
      header: ["TARGET", "INJECTED", "EXPECTED"] + kinds.map { $0.rawValue.uppercased() },
      rightAligned: Set(3..<3 + kinds.count), rows: rows)
    let sum =
      "Right causes: \(told.count { $0 }) of \(told.count) (\(Percent.text(causeAccuracy)); goal \(Percent.text(SelftestResult.causeGoal)))"
    return [""] + table.lines(width: width) + [
      "", sum + (others == 0 ? "" : "; \(others) not counted: others had the host, which was not asked of them"),
    ]
  }

  /// A row for each disturbance that was tried, a column for each word that was reported or should have been.
  private func matrixLines(_ width: Int?) -> [String] {
    let matrix = matrix
    let tried = Disturbance.allCases.filter { matrix[$0] != nil }
    let reported = Set(matrix.values.flatMap(\.keys)).union(tried.map(\.expectation.word))
    let words = SelftestResult.words.filter(reported.contains)
    let rows = tried.map { disturbance in
      [disturbance.rawValue, disturbance.expectation.word]
        + words.map { word in matrix[disturbance]?[word].map { "\($0)" } ?? (word == disturbance.expectation.word ? "0" : ".") }
    }
    return Table(
      header: ["INJECTED", "EXPECTED"] + words.map { $0.uppercased() }, rightAligned: Set(2..<words.count + 2), rows: rows
    ).lines(width: width)
  }

  /// All words that can be reported, in the order of the columns.
  static let words: [String] = {
    var words: [String] = []
    let expected = Disturbance.allCases.map(\.expectation.word)
    for word in expected + StallCause.allCases.map(\.rawValue) + ["event_loop_latency", "cpu_utilization"]
      + RunOutcome.allCases.map(\.rawValue)
    where !words.contains(word) {
      words.append(word)
    }
    return words
  }()
}
