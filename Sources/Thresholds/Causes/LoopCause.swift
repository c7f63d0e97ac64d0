import Samples

/// The cause of an event loop's lateness, by the budgets of the intervals in which it did not turn: of its stalls, and, if the target asks for less than
/// what is a stall, of the shorter ones as well.
struct LoopCause {
  /// What is a stall without a configuration, in seconds.
  private static let standardStall = 0.1

  private let evidence: Evidence
  private let stalls: StallSummary
  /// Beside the stalls; `nil` if the target does not ask for less, or they were not looked for.
  private let late: LateIntervals?
  private let budget: StallBudget
  private let limit: Double?

  /// - Parameter limit: of the lateness that is judged, in seconds; `nil`: it is not a length of time.
  static func find(_ evidence: Evidence, limit: Double?) -> TargetCause { LoopCause(evidence, limit).cause }

  private init(_ evidence: Evidence, _ limit: Double?) {
    self.evidence = evidence
    self.limit = limit
    stalls = evidence.stalls
    let late = evidence.late.flatMap { late in limit.flatMap { $0 < late.stallLimitSeconds ? late : nil } }
    self.late = late
    var budget = evidence.stalls.budget
    if let late { budget.add(late.budget) }
    self.budget = budget
  }

  private var cause: TargetCause {
    guard let leading = budget.leading else {
      return TargetCause(.unexplained, "No stall was seen that explains it.\(unlooked) \(HostLoss(evidence).text)")
    }
    let total = budget.totalSeconds
    let share = Digits.text(100 * budget[leading] / total)
    let held = "\(held), for \(DurationText.text(total)) in all: \(share) % of it \(leading.rawValue)\(place(of: leading))."
    let byHost = stalls.hostSeconds + (late?.hostSeconds ?? 0)
    guard 2 * byHost > total else { return TargetCause(.program, held) }
    guard 2 * (byHost - waitedForOwn) > total else {
      return TargetCause(
        .program,
        "\(held) The \(evidence.isOfApp ? "application" : "run")'s own threads and processes had the cores. \(HostLoss(evidence).text)"
      )
    }
    return TargetCause(.host, "\(held) The host held it, not the program. \(HostLoss(evidence).text)")
  }

  /// Said if the target asks for less than what is a stall, and nothing less was looked for.
  private var unlooked: String {
    guard let limit, limit < Self.standardStall, evidence.late == nil else { return "" }
    return " What is shorter than a stall was not looked for: it is, if the configuration of the agent has this target."
  }

  /// Of an application: where the longest stall was, if that has the same cause.
  private func place(of cause: StallCause) -> String {
    guard evidence.isOfApp, !cause.isHost, let longest = stalls.longest, longest.budget.leading == cause else { return "" }
    if let frame = longest.stack.first { return ", at \(frame)" }
    return longest.waitChannel.map { ", in \($0)" } ?? ""
  }

  /// For how long it waited for a core that the run itself had: of its waiting no more is the others' than they used meanwhile.
  private var waitedForOwn: Double {
    guard let others = evidence.host?.othersSeconds else { return 0 }
    return max(0, budget[.runqueue] - others)
  }

  private var held: String {
    guard let late, late.count > 0 else { return "The loop stood still \(often(stalls.count))" }
    return "The loop was held for more than \(DurationText.text(late.limitSeconds)) \(often(stalls.count + late.count))"
  }

  private func often(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
