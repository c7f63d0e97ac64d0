import FoundationEssentials
import Prediction
import Rendering
import Runs
import Samples

extension CalculatorComparison {
  /// A table for people, ending with a line feed: prediction, measurement, and the error.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    let header = [
      "STRATEGY", "RUNTIME", "PREDICTED", "MEASURED", "ERROR", "STEP", "ADJUSTED", "ERROR", "LATENCY P99", "MEASURED", "QUEUE",
      "MEASURED", "CPU", "MEASURED", "I/O WAIT", "MEASURED",
    ]
    let cells = rows.map { row -> [String] in
      let (found, run) = (row.predicted.prediction, row.measured)
      return [
        found.strategy.rawValue, found.runtime.rawValue, DurationText.text(found.seconds), duration(run?.seconds),
        Percent.text(row.error, .tenths, isSigned: true), duration(row.stepSeconds), DurationText.text(row.adjusted.seconds),
        Percent.text(row.adjustedError, .tenths, isSigned: true), DurationText.text(found.latency.p99),
        duration(run?.latency.quantile(0.99)),
        "\(found.queuePeak)", run?.queuePeak.map { "\($0)" } ?? "-", Percent.text(found.cpuUtilization, .tenths),
        Percent.text(run?.cpuUtilization, .tenths),
        Percent.text(found.ioWaitRatio, .tenths), Percent.text(run?.ioWaitRatio, .tenths),
      ]
    }
    let table = Table(header: header, rightAligned: Set(2...15), rows: cells)
    let legend =
      "STEP is the CPU time that an item's step really took; ADJUSTED is predicted from that: its error is the model's."
    return (table.lines(width: width) + ["", legend]).joined(separator: "\n") + "\n"
  }

  private func duration(_ seconds: Double?) -> String { seconds.map { DurationText.text($0) } ?? "-" }

  /// As `CalculatorResult.json`, with this in each of the strategies, where it was run:
  ///
  ///     "measured": {"seconds", "items_per_second", "event_loop_latency_seconds": {"p50", "p99", "max"}, "queue_peak", "cpu_utilization",
  ///       "io_wait_ratio", "step_seconds"}, "error", "adjusted_seconds", "adjusted_error"
  package func json() throws -> String {
    try JSONResult(
      strategies: rows.map { row in
        var json = JSONRow(row.predicted)
        json.measured = JSONRow.Measured(row)
        json.error = row.error
        json.adjustedSeconds = row.measured == nil ? nil : row.adjusted.seconds
        json.adjustedError = row.adjustedError
        return json
      }
    ).text(isPretty: true)
  }

  /// As `CalculatorResult.csv`, with what was measured behind it.
  package var csv: String {
    let lines = result.csv.split(separator: "\n")
    let header =
      "measured_seconds,error,step_seconds,adjusted_seconds,adjusted_error,measured_event_loop_latency_p99_seconds,measured_queue_peak,measured_cpu_utilization,measured_io_wait_ratio"
    let more = rows.map { row -> String in
      let run = row.measured
      let numbers = [
        run?.seconds, row.error, row.stepSeconds, row.adjusted.seconds, row.adjustedError, run?.latency.quantile(0.99),
        run?.queuePeak.map(Double.init), run?.cpuUtilization, run?.ioWaitRatio,
      ]
      return numbers.map { $0.map { "\($0)" } ?? "" }.joined(separator: ",")
    }
    return zip(lines, [header] + more).map { "\($0),\($1)\n" }.joined()
  }
}

extension JSONRow.Measured {
  fileprivate init?(_ row: CalculatorComparison.Row) {
    guard let run = row.measured, let seconds = run.seconds else { return nil }
    self.init(
      seconds: seconds, itemsPerSecond: run.itemsPerSecond,
      eventLoopLatencySeconds: .init(
        p50: run.latency.quantile(0.5) ?? 0, p99: run.latency.quantile(0.99) ?? 0, max: run.latency.quantile(1) ?? 0),
      queuePeak: run.queuePeak, cpuUtilization: run.cpuUtilization, ioWaitRatio: run.ioWaitRatio, stepSeconds: row.stepSeconds)
  }
}
