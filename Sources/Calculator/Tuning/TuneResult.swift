package import Runs
package import Samples
package import Thresholds
package import Workloads

/// What was found by tuning a mix.
package struct TuneResult: Sendable {
  /// A setting that was measured.
  package struct Row: Sendable {
    /// What was set.
    package let setting: TuneSetting
    /// Items a second, as the model had promised.
    package let predicted: Double?
    /// All repeats, with their judgements.
    package let measured: RunTable.Row

    /// Joins them.
    package init(setting: TuneSetting, predicted: Double?, measured: RunTable.Row) {
      self.setting = setting
      self.predicted = predicted
      self.measured = measured
    }

    var throughput: Double { measured.itemsPerSecond ?? 0 }
  }

  /// As it was given.
  package let mix: Mix
  /// How its items are executed.
  package let strategy: Strategy
  /// Who executes them.
  package let runtime: Runtime
  /// What the mix had.
  package let present: TuneSetting
  /// The advice.
  package let best: TuneSetting
  /// By setting.
  package let rows: [Row]
  /// Over the concurrency, where there are enough points.
  package let law: ScalabilityLaw?
  /// What keeps it from being faster.
  package let limit: TuneLimit
  /// How far the model was off, as a share.
  package let modelError: Double
  /// What measuring took.
  package let seconds: Double
  /// Threads, if they would do as well by the model.
  package let threads: ThreadsRival?
  /// Whether everything was measured that could change the advice; else the budget was spent before.
  package let isComplete: Bool

  /// Joins the parts.
  package init(
    mix: Mix, strategy: Strategy, runtime: Runtime, present: TuneSetting, best: TuneSetting, rows: [Row], law: ScalabilityLaw?,
    limit: TuneLimit, modelError: Double, seconds: Double, isComplete: Bool, threads: ThreadsRival? = nil
  ) {
    self.mix = mix
    self.strategy = strategy
    self.runtime = runtime
    self.present = present
    self.best = best
    self.rows = rows
    self.law = law
    self.limit = limit
    self.modelError = modelError
    self.seconds = seconds
    self.isComplete = isComplete
    self.threads = threads
  }

  /// With the advice.
  package var verdict: Verdict { row(best)?.measured.verdict ?? .unknown }

  func row(_ setting: TuneSetting) -> Row? { rows.first { $0.setting == setting } }

  /// The least concurrency with nearly all of the throughput, by the law; else what was measured.
  package var knee: Int {
    law?.knee(upTo: rows.map(\.setting.concurrency).max() ?? best.concurrency) ?? best.concurrency
  }
}
