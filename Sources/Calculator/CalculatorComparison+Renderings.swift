import FoundationEssentials
import Prediction
import Rendering
import Runs
import Samples
import Thresholds

extension CalculatorComparison {
  /// A table for people, ending with a line feed: prediction, measurement, and the error.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    let columns: [(name: String, cell: (Row) -> String)] = [
      ("STRATEGY", { $0.predicted.prediction.strategy.rawValue }), ("RUNTIME", { $0.predicted.prediction.runtime.rawValue }),
      ("PREDICTED", { DurationText.text($0.predicted.prediction.seconds) }), ("MEASURED", { duration($0.measured?.seconds) }),
      ("ERROR", { percent($0.error) }), ("STEP", { duration($0.stepSeconds) }),
      ("ADJUSTED", { DurationText.text($0.adjusted.seconds) }), ("ERROR", { percent($0.adjustedError) }),
      ("ITEM P99", { DurationText.text($0.predicted.prediction.itemSeconds.p99) }),
      ("MEASURED", { duration($0.measured?.itemTimes.quantile(0.99)) }), ("ERROR", { percent($0.itemP99Error) }),
      ("ADJUSTED", { DurationText.text($0.adjusted.itemSeconds.p99) }), ("ERROR", { percent($0.adjustedItemP99Error) }),
      ("LOOP P99", { DurationText.text($0.predicted.prediction.latency.p99) }),
      ("MEASURED", { duration($0.measured?.latency.quantile(0.99)) }), ("ERROR", { percent($0.latencyError) }),
      ("QUEUE", { "\($0.predicted.prediction.queuePeak)" }), ("MEASURED", { $0.measured?.queuePeak.map { "\($0)" } ?? "-" }),
      ("ERROR", { $0.queueError.map { $0 > 0 ? "+\($0)" : "\($0)" } ?? "-" }),
      ("CPU", { Percent.text($0.predicted.prediction.cpuUtilization, .tenths) }),
      ("MEASURED", { Percent.text($0.measured?.cpuUtilization, .tenths) }),
      ("I/O WAIT", { Percent.text($0.predicted.prediction.ioWaitRatio, .tenths) }),
      ("MEASURED", { Percent.text($0.measured?.ioWaitRatio, .tenths) }), ("VERDICT", { $0.predicted.verdict.rawValue }),
      ("MEASURED", { $0.measured?.verdict.rawValue ?? "-" }),
    ]
    let table = Table(
      header: columns.map(\.name), rightAligned: Set(2...22), rows: rows.map { row in columns.map { $0.cell(row) } })
    let legend =
      "STEP is the CPU time that an item's step really took; ADJUSTED is predicted from that: its error is the model's."
    return (table.lines(width: width) + ["", legend] + differences).joined(separator: "\n") + "\n"
  }

  /// Verdicts that were predicted otherwise, a line each.
  private var differences: [String] {
    rows.compactMap { row in
      guard let measured = row.measured, measured.seconds != nil, measured.verdict != row.predicted.verdict else { return nil }
      return "\(row.predicted.name): \(row.predicted.verdict.rawValue) was predicted, and it was \(measured.verdict.rawValue)"
    }
  }

  private func percent(_ share: Double?) -> String { Percent.text(share, .tenths, isSigned: true) }

  private func duration(_ seconds: Double?) -> String { seconds.map { DurationText.text($0) } ?? "-" }

  /// As `CalculatorResult.json`, with this in each of the strategies, where it was run:
  ///
  ///     "measured": {"seconds", "items_per_second", "item_seconds": {"p50", "p99", "max"}, "event_loop_latency_seconds": {"p50", "p99",
  ///       "max"}, "queue_peak", "verdict", "cpu_utilization", "io_wait_ratio", "step_seconds"}, "error", "adjusted_seconds",
  ///     "adjusted_error", "item_p99_error", "adjusted_item_p99_seconds", "adjusted_item_p99_error", "event_loop_latency_p99_error",
  ///     "queue_peak_error" (in items)
  package func json() throws -> String {
    try JSONResult(
      sentence: result.sentence, best: result.best?.name,
      strategies: rows.map { row in
        var json = JSONRow(row.predicted)
        json.measured = JSONRow.Measured(row)
        json.error = row.error
        json.adjustedSeconds = row.measured == nil ? nil : row.adjusted.seconds
        json.adjustedError = row.adjustedError
        json.itemP99Error = row.itemP99Error
        json.eventLoopLatencyP99Error = row.latencyError
        json.queuePeakError = row.queueError
        json.adjustedItemP99Seconds = row.measured == nil ? nil : row.adjusted.itemSeconds.p99
        json.adjustedItemP99Error = row.adjustedItemP99Error
        return json
      }
    ).text(isPretty: true)
  }

  /// As `CalculatorResult.csv`, with what was measured behind it.
  package var csv: String {
    let lines = result.csv.split(separator: "\n")
    let header =
      "measured_seconds,error,step_seconds,adjusted_seconds,adjusted_error,measured_event_loop_latency_p99_seconds,measured_queue_peak,measured_cpu_utilization,measured_io_wait_ratio,measured_item_p99_seconds,item_p99_error,adjusted_item_p99_seconds,adjusted_item_p99_error,measured_verdict"
    let more = rows.map { row -> String in
      let run = row.measured
      let numbers = [
        run?.seconds, row.error, row.stepSeconds, row.adjusted.seconds, row.adjustedError, run?.latency.quantile(0.99),
        run?.queuePeak.map(Double.init), run?.cpuUtilization, run?.ioWaitRatio,
        run?.itemTimes.quantile(0.99), row.itemP99Error, row.adjusted.itemSeconds.p99, row.adjustedItemP99Error,
      ]
      return (numbers.map { $0.map { "\($0)" } ?? "" } + [run?.verdict.rawValue ?? ""]).joined(separator: ",")
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
      itemSeconds: run.itemTimes.quantile(0.5).map { p50 in
        .init(p50: p50, p99: run.itemTimes.quantile(0.99) ?? p50, max: run.itemTimes.maxSeconds ?? p50)
      },
      queuePeak: run.queuePeak, verdict: run.verdict.rawValue, cpuUtilization: run.cpuUtilization, ioWaitRatio: run.ioWaitRatio,
      stepSeconds: row.stepSeconds)
  }
}
