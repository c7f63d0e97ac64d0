package import Prediction
package import Runs
package import Samples

/// Predictions beside what was measured.
package struct CalculatorComparison: Sendable {
  /// One strategy in one runtime.
  package struct Row: Sendable {
    /// What was predicted, before anything was run.
    package let predicted: CalculatorResult.Row
    /// What was measured; `nil` where it was not run, or did not complete.
    package let measured: RunTable.Row?
    /// CPU time of an item's step, as it was: it is never quite what was asked for.
    package let stepSeconds: Double?
    /// What is predicted from that, with a runtime as slow as its steps were; as `predicted` where items compute nothing.
    package let adjusted: Prediction

    /// By how much the prediction is longer than the run, as a share of the run.
    package var error: Double? { Self.error(predicted.prediction, measured) }
    /// The same of `adjusted`: what the model does not know, without what the host did.
    package var adjustedError: Double? { Self.error(adjusted, measured) }

    /// By how much items' p99 is longer than in the run, as a share of that.
    package var itemP99Error: Double? { itemError(predicted.prediction) }
    /// The same of `adjusted`.
    package var adjustedItemP99Error: Double? { itemError(adjusted) }
    /// By how much the loop's p99 is later than in the run, as a share of that.
    package var latencyError: Double? {
      Self.share(predicted.prediction.latency.p99, of: measured?.latency.quantile(0.99))
    }
    /// Items by which the longest queue is longer than in the run.
    package var queueError: Int? { measured?.queuePeak.map { predicted.prediction.queuePeak - $0 } }

    private func itemError(_ prediction: Prediction) -> Double? {
      Self.share(prediction.itemSeconds.p99, of: measured?.itemTimes.quantile(0.99))
    }

    private static func share(_ predicted: Double, of measured: Double?) -> Double? {
      measured.flatMap { $0 > 0 ? predicted / $0 - 1 : nil }
    }

    private static func error(_ prediction: Prediction, _ measured: RunTable.Row?) -> Double? {
      measured?.seconds.map { prediction.seconds / $0 - 1 }
    }
  }

  /// What was predicted.
  package let result: CalculatorResult
  /// In the order of the predictions.
  package let rows: [Row]

  /// - Parameter costs: what the predictions were made with.
  package init(_ result: CalculatorResult, _ table: RunTable, costs: (Runtime) -> RuntimeCosts) {
    self.result = result
    rows = result.rows.map { row in
      let (strategy, runtime) = (row.prediction.strategy, row.prediction.runtime)
      let measured = table.rows.first { $0.identity.strategy == strategy && $0.identity.runtime == runtime }
      var scenario = result.request.scenario
      let asked = scenario.cpu.mean
      guard asked > 0, let step = measured?.stepSeconds else {
        return Row(predicted: row, measured: measured, stepSeconds: nil, adjusted: row.prediction)
      }
      scenario.cpu = .constant(step)
      var own = costs(runtime).slower(by: step / asked)
      own.stepExcess = 0
      var simulation = Simulation(scenario, strategy: strategy, runtime: runtime, costs: own)
      return Row(predicted: row, measured: measured, stepSeconds: step, adjusted: simulation.run())
    }
  }
}
