package import Rendering
package import Samples
package import Thresholds

/// One measure of all completed runs of a mix, strategy and runtime in a window.
package struct MeasuredRuns: Hashable, Sendable {
  /// What was run.
  package let identity: RunIdentity
  /// What was measured.
  package let measure: RunMeasure
  /// A value a run, of at least one run.
  package let values: OrderStatistics

  /// Joins the three.
  package init(identity: RunIdentity, measure: RunMeasure, values: OrderStatistics) {
    self.identity = identity
    self.measure = measure
    self.values = values
  }

  /// In order of `RunMeasure`; without those that no run has.
  static func all(of identity: RunIdentity, _ figures: [RunFigures]) -> [MeasuredRuns] {
    RunMeasure.allCases.compactMap { measure in
      let values = OrderStatistics(figures.compactMap(measure.value))
      return values.count > 0 ? MeasuredRuns(identity: identity, measure: measure, values: values) : nil
    }
  }

  /// What is measured of whom, in the order of reports.
  struct Key: Hashable, Comparable {
    let identity: RunIdentity
    let measure: RunMeasure

    static func < (a: Key, b: Key) -> Bool {
      a.identity == b.identity ? a.measure.place < b.measure.place : a.identity < b.identity
    }
  }

  var key: Key { Key(identity: identity, measure: measure) }
}

extension RunMeasure {
  fileprivate var place: Int { RunMeasure.allCases.firstIndex(of: self) ?? 0 }
}
