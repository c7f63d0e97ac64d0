import Alerting
import ArgumentParser
import Console
import Reporting
import Samples
import Scheduling
import Settings
import Storage
import Thresholds

/// `calcmon alerts backtest`
struct AlertsBacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract:
      "What would have fired: stored runs, and intervals of applications, through the agent's own evaluation, with these targets and times.",
    discussion: """
      Exit status: 0 nothing would have fired, 1 something would have, 3 there are no runs in the window, and no intervals of applications. Missed slots are not in the \
      history, so that CalcmonSlotsMissed cannot be tried. Runs by 'calcmon run --store' are left out, as the agent leaves them out.

      It takes the targets and rules that the agent used at the end of the window, unless --config.file is given.

      Examples:
        calcmon alerts backtest --since 7d
        calcmon alerts backtest --app shop
        calcmon alerts backtest --since 7d --target 'event_loop_latency=p(99) < 50ms' --for 10m --bad-runs '3 of 4'
      """)

  @OptionGroup var history: HistoryFlags

  @OptionGroup var configuration: ConfigurationFlag

  @OptionGroup var targets: TargetFlags

  @Option(
    name: .customLong("for"), help: ArgumentHelp("How long a breach must last before it fires, of all rules.", valueName: "time"),
    transform: waitingTime)
  var hold: Double?

  @Option(
    name: .customLong("keep-firing-for"),
    help: ArgumentHelp("How long it goes on firing afterwards, of all rules.", valueName: "time"),
    transform: waitingTime)
  var keepFiringFor: Double?

  @Option(
    name: .customLong("bad-runs"),
    help: ArgumentHelp("How many of the newest runs must be bad, of all rules.", valueName: "2 of 3"), transform: badRunRule)
  var badRuns: BadRunRule?

  @Option(name: .customLong("alert"), help: "Only this alert.")
  var alert: AlertName?

  @Option(name: .customLong("app"), help: ArgumentHelp("Only alerts about this application.", valueName: "name"))
  var app: String?

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ResultFormat.text

  func validate() throws {
    guard alert != .slotsMissed else {
      throw ValidationError(
        "--alert CalcmonSlotsMissed cannot be tried: slots that passed without a run are not in the history, only those that had one"
      )
    }
    guard app == nil || history.isOfAllRuns else {
      throw ValidationError("--app chooses an application, which has no mix, strategy or runtime")
    }
  }

  func run() throws {
    let now = SystemTime().wall
    let filter = try history.filter(now: now, standardSince: .ago(seconds: 7 * 86400))
    let configured = try configuration.judging()
    let (backtest, judging) = try history.read { reader in
      var judging = try configured ?? Judging(reader, until: filter.until)
      judging.overrides = targets.targets
      return (try Backtest(reader, filter, rules(judging)), judging)
    }
    let timeline = backtest.timeline
    warn(of: backtest, judging)
    try StandardOutput.write(
      format == .json ? try timeline.json(until: filter.until, judging) : text(backtest, timeline, filter, judging))
    if backtest.runs == 0 || app != nil, backtest.intervals == 0 { throw ExitStatus.unknown }
    if timeline.episodes.contains(where: { $0.firedAt != nil }) { throw ExitStatus.breached }
  }

  /// What the result does not say of itself.
  private func warn(of backtest: Backtest, _ judging: Judging) {
    if backtest.runsWithoutLatency > 0 {
      StandardError.write(
        """
        calcmon: the latency of \(backtest.runsWithoutLatency) of \(backtest.runs) runs is not kept any more (storage.retention.raw): \
        in their time nothing is known of event_loop_latency\n
        """)
    }
    if backtest.runs > 0 { targets.warn(judging, judged: backtest.targets) }
  }

  private func text(_ backtest: Backtest, _ timeline: AlertTimeline, _ filter: HistoryFilter, _ judging: Judging) -> String {
    let intervals = backtest.intervals > 0 ? Plural.text(backtest.intervals, "interval") + " of \(app ?? "applications")" : nil
    let played = app == nil || backtest.intervals == 0 ? Plural.text(backtest.runs, "run") : nil
    let window =
      "\([played, intervals].compactMap { $0 }.joined(separator: " and ")) from \(filter.since.iso8601) to \(filter.until.iso8601), judged by \(judging.text)"
    guard !timeline.episodes.isEmpty else { return "nothing would have fired; \(window)\n" }
    return timeline.text(until: filter.until, showsIDs: false, width: StandardOutput.columns)
      + "\n\(timeline.summary(until: filter.until)); \(window)\n"
  }

  private func rules(_ judging: Judging) -> Backtest.Rules {
    var found = judging.rules
    var rules = found.rules
    for index in rules.indices where alert == nil || rules[index].name == alert {
      rules[index].badRuns = badRuns ?? rules[index].badRuns
      rules[index].hold = hold ?? rules[index].hold
      rules[index].keepFiringFor = keepFiringFor ?? rules[index].keepFiringFor
    }
    found.rules = rules
    found.alert = alert
    found.app = app
    return found
  }
}

private func badRunRule(_ text: String) throws -> BadRunRule {
  do {
    return try BadRunRule(parsing: text)
  } catch {
    throw ValidationError("--bad-runs '\(text)' \(error)")
  }
}

private func waitingTime(_ text: String) throws -> Double {
  guard let seconds = DurationText.seconds(text), seconds <= 366 * 86400 else {
    throw OptionProblem.demand("is no time, such as 0s, 90s or 5m")
  }
  return seconds
}
