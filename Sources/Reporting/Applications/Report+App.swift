package import Alerting
package import Samples
package import Thresholds

extension Report {
  /// A watched application in the window.
  package struct App: Hashable, Sendable {
    /// So many places are told of.
    static let mostPlaces = 10

    package let app: String
    /// In the order of the targets.
    package let judgements: [Judgement]
    /// All its intervals together; `nil` if there is none.
    package let total: AppInterval?
    /// The places that cost its loops most, the worst first.
    package let places: [AppPlaceCost]
    /// What happened, ascending in time.
    package let occurrences: [AppOccurrence]
    /// Present if there is an earlier window.
    package var comparison: AppComparison?

    /// Judges what is kept of it, by what an agent judges it by.
    package init(_ history: AppHistory, _ plan: WatchPlan.App) {
      self.init(history, targets: plan.targets, queues: plan.queues)
    }

    /// Judges what is kept of it. A window of a target's own does not count: the report's does.
    ///
    /// - Parameter queues: targets of single queues, by their names.
    package init(_ history: AppHistory, targets: [Target], queues: [String: Target] = [:]) {
      app = history.app
      let queues = queues.mapValues(\.overAllTime)
      judgements = targets.map { TargetEvaluator.judge($0.overAllTime, by: history.evidence, queues: queues) }
      total = history.total
      places = Array(history.places.prefix(Self.mostPlaces))
      occurrences = history.occurrences
    }

    /// Of its targets.
    package var verdict: Verdict { Verdict(ofApplication: judgements) }

    /// Whether nothing is kept of it.
    var isEmpty: Bool { total == nil && places.isEmpty && occurrences.isEmpty }

    /// In which its loops stood still.
    package var stalls: StallSummary { total?.stalls ?? StallSummary() }
  }
}

extension Target {
  /// Without a window of its own.
  fileprivate var overAllTime: Target {
    var target = self
    target.window = nil
    return target
  }
}
