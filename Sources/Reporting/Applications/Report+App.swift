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

    /// Judges what is kept of it. A window of a target's own does not count: the report's does.
    package init(_ history: AppHistory, targets: [Target]) {
      app = history.app
      judgements = targets.map { target in
        var target = target
        target.window = nil
        return TargetEvaluator.judge(target, by: history.evidence)
      }
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
