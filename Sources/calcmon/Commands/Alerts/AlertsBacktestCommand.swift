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
    abstract: "What would have fired: the stored runs through the agent's own evaluation, with these targets and times.",
    discussion: """
      Exit status: 0 nothing would have fired, 1 something would have, 3 there are no runs in the window. Missed slots are not in the \
      history, so that CalcmonSlotsMissed cannot be tried.
      """)

  @OptionGroup var history: HistoryFlags

  @OptionGroup var configuration: ConfigurationFlag

  @Option(
    name: .customLong("target"),
    help: ArgumentHelp(
      "A target, instead of the one that there is; may be repeated: event_loop_latency='p(99) < 50ms over 10m'.",
      valueName: "name=target"), transform: namedTarget)
  var targets: [Target] = []

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

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ResultFormat.text

  func run() throws {
    let now = SystemTime().wall
    let filter = try history.filter(now: now, standardSince: .ago(seconds: 7 * 86400))
    let settings = try configuration.settings()
    let backtest = try history.read { try Backtest($0, filter, rules(settings)) }
    let timeline = backtest.timeline
    warn(of: backtest)
    try StandardOutput.write(format == .json ? try timeline.json(until: filter.until) : text(backtest, timeline, filter))
    if backtest.runs == 0 { throw ExitStatus.unknown }
    if timeline.episodes.contains(where: { $0.firedAt != nil }) { throw ExitStatus.breached }
  }

  /// What the result does not say of itself.
  private func warn(of backtest: Backtest) {
    if backtest.runsWithoutLatency > 0 {
      StandardError.write(
        """
        calcmon: the latency of \(backtest.runsWithoutLatency) of \(backtest.runs) runs is not kept any more (storage.retention.raw): \
        in their time nothing is known of event_loop_latency\n
        """)
    }
    for target in targets where backtest.runs > 0 && !backtest.targets.contains(target.name) {
      StandardError.write(
        "calcmon: no run of the window is judged by \(target.name.rawValue): its --target changes nothing\n")
    }
  }

  private func text(_ backtest: Backtest, _ timeline: AlertTimeline, _ filter: HistoryFilter) -> String {
    let window = "\(backtest.runs) runs from \(filter.since.iso8601) to \(filter.until.iso8601)"
    guard !timeline.episodes.isEmpty else { return "nothing would have fired; \(window)\n" }
    return timeline.text(until: filter.until, showsIDs: false, width: StandardOutput.columns)
      + "\n\(timeline.summary(until: filter.until)); \(window)\n"
  }

  private func rules(_ settings: AgentSettings) -> Backtest.Rules {
    let given = Dictionary(targets.map { ($0.name, $0) }) { $1 }
    var rules = settings.alerting.rules
    for index in rules.indices where alert == nil || rules[index].name == alert {
      rules[index].badRuns = badRuns ?? rules[index].badRuns
      rules[index].hold = hold ?? rules[index].hold
      rules[index].keepFiringFor = keepFiringFor ?? rules[index].keepFiringFor
    }
    return Backtest.Rules(
      targets: { identity, kind in settings.targets(of: identity, kind).map { given[$0.name] ?? $0 } },
      alerts: { settings.alerts(on: $0) }, rules: rules, window: settings.window, every: { settings.every(of: $0) }, alert: alert,
      externalLabels: settings.alertLabels(host: HostName.current))
  }
}

private func namedTarget(_ text: String) throws -> Target {
  let known = TargetName.allCases.map(\.rawValue).joined(separator: ", ")
  guard let equals = text.firstIndex(of: "="), let name = TargetName(rawValue: String(text[..<equals])) else {
    throw OptionProblem.demand("is not NAME=TARGET with one of the names \(known)")
  }
  do {
    return try Target(parsing: String(text[text.index(after: equals)...]), for: name)
  } catch {
    throw OptionProblem.part("\(name.rawValue), \(error)")
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
