package import Samples

/// What the steps of a mix take in a runtime, found out by doing each of them alone for a moment.
package struct StepMeasurements: Hashable, Sendable {
  /// Of each step that was measured.
  package let steps: [StepMeasurement]
  /// `cpuStepDuration` and `ioStepDuration`, each if the step was measured.
  package let histograms: [RunDistribution: LatencyHistogram]
  /// CPU time that it took to find out.
  package let costSeconds: Double

  /// Joins figures and distributions.
  package init(_ steps: [StepMeasurement], histograms: [RunDistribution: LatencyHistogram], costSeconds: Double = 0) {
    self.steps = steps
    self.histograms = histograms
    self.costSeconds = costSeconds
  }

  /// Of one step; `nil`: it was not measured.
  package subscript(step: StepMeasurement.Step) -> StepMeasurement? { steps.first { $0.step == step } }
}
