package import Alerting
import Rendering
package import Samples
package import Storage
package import Thresholds

/// Targets and rules by which a window of history is judged, and their source.
package struct Judging: Hashable, Sendable {
  /// The source of targets and rules.
  package enum Source: Hashable, Sendable {
    /// An agent judged by them since then.
    case agent(since: Timestamp)
    /// This configuration was named.
    case file(String)
    /// There is neither.
    case standard
  }

  /// The source of the plan.
  package let source: Source
  /// Targets and rules, before anything stands above them.
  package let plan: JudgingPlan
  /// Each instead of the target of its name.
  package var overrides: [Target] = []
  /// The names that alone are judged; `nil`: everything.
  package var only: JudgedNames?

  /// Takes a configuration.
  package init(file: String, _ plan: JudgingPlan) {
    source = .file(file)
    self.plan = plan
  }

  /// Takes the plan of the agent at the end of a window; without one, the built-in one.
  ///
  /// - Throws: what SQLite says.
  package init(_ reader: HistoryReader, until: Timestamp) throws {
    if let entry = try reader.judging(at: until) {
      (source, plan) = (.agent(since: entry.at), entry.plan)
    } else {
      (source, plan) = (.standard, .standard)
    }
  }

  /// The targets of the runs of a mix.
  package func targets(of identity: RunIdentity, _ kind: MixKind) -> [Target] {
    let instead = Dictionary(overrides.map { ($0.name, $0) }) { $1 }
    return plan.targets(of: identity, kind).map { instead[$0.name] ?? $0 }.filter { only?.targets.contains($0.name) ?? true }
  }

  /// The same in an agent's evaluation of its runs.
  package var rules: Backtest.Rules {
    var rules = Backtest.Rules(
      targets: targets(of:_:), alerts: plan.alerts(on:), rules: plan.rules, window: plan.window, every: plan.every(of:),
      externalLabels: plan.externalLabels)
    rules.apps = overrides.isEmpty && only == nil ? plan.apps : (plan.apps + [WatchPlan.App(pattern: "*")]).map(changed)
    return rules
  }

  /// The part of the plan that an application is judged by, with the targets of its single queues.
  package func app(_ name: String) -> WatchPlan.App { changed(plan.app(name)) }

  private func changed(_ app: WatchPlan.App) -> WatchPlan.App {
    let instead = Dictionary(overrides.map { ($0.name, $0) }) { $1 }
    var app = app
    app.targets = app.targets.map { instead[$0.name] ?? $0 }.filter { only?.targets.contains($0.name) ?? true }
    // What is given for queues holds for each of them.
    if instead[.queueDepth] != nil { app.queues = [:] }
    return app
  }

  /// `the agent's targets since 2026-11-29T12:00:00Z, with event_loop_latency p(99) < 50 ms`
  package var text: String {
    let source =
      switch source {
      case .agent(let since): "the agent's targets since \(since.iso8601)"
      case .file(let file): "--config.file \(Printable.text(file))"
      case .standard: "built-in defaults"
      }
    let changes = overrides.map { "\($0.name.rawValue) \($0.limitText)" }.joined(separator: ", ")
    let names = only.map { ", only \($0.names.joined(separator: ", "))" } ?? ""
    return source + (changes.isEmpty ? "" : ", with \(changes)") + names
  }

  /// Those of which a target was given that no run is judged by.
  package func idle(_ judged: Set<TargetName>) -> [TargetName] { overrides.map(\.name).filter { !judged.contains($0) } }
}
