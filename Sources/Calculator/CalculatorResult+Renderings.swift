import FoundationEssentials
import Prediction
import Rendering
import Samples
import Thresholds

extension CalculatorResult {
  /// A table for people, ending with a line feed; after it, what keeps each strategy from being faster.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    let header = [
      "STRATEGY", "RUNTIME", "TIME", "ITEMS/S", "SPEED-UP", "TO IDEAL", "LATENCY P50", "P99", "MAX", "QUEUE", "CPU", "I/O WAIT",
      "VERDICT",
    ]
    let cells = rows.map { row -> [String] in
      let found = row.prediction
      return [
        found.strategy.rawValue, found.runtime.rawValue, DurationText.text(found.seconds), Digits.text(found.itemsPerSecond),
        Digits.text(row.speedup), Digits.text(found.idealRatio), DurationText.text(found.latency.p50),
        DurationText.text(found.latency.p99), DurationText.text(found.latency.max), "\(found.queuePeak)",
        Percent.text(found.cpuUtilization), Percent.text(found.ioWaitRatio), row.verdict.rawValue,
      ]
    }
    let table = Table(header: header, rightAligned: Set(2...11), rows: cells)
    let limits = rows.map {
      "\($0.prediction.strategy.rawValue) in \($0.prediction.runtime.rawValue) is limited by \($0.prediction.bottleneck.text)"
    }
    let breaches = rows.flatMap { row in
      row.judgements.filter { $0.verdict == .breached }.map { judgement in
        "\(row.prediction.strategy.rawValue) in \(row.prediction.runtime.rawValue): \(judgement.target.name.rawValue) would be breached: \(judgement.valueText), limit \(judgement.condition.text(for: judgement.target.name))"
      }
    }
    return ([title, ""] + table.lines(width: width) + [""] + limits + breaches).joined(separator: "\n") + "\n"
  }

  var title: String {
    let scenario = request.scenario
    let arrivals =
      switch scenario.arrivals {
      case .batch: ""
      case .constant(let rate), .poisson(let rate): ", \(Digits.text(rate)) items/s"
      }
    let work = "I/O \(DurationText.text(scenario.io.mean)), CPU \(DurationText.text(scenario.cpu.mean))"
    let cores = Plural.text(scenario.cores, "core")
    return "Predicted, nothing was run: \(scenario.items) items\(arrivals), \(work), \(cores), \(scenario.concurrency) in flight"
  }

  /// A line of the table each, for spreadsheets. Seconds and ratios.
  package var csv: String {
    let header =
      "strategy,runtime,seconds,items_per_second,speedup,ideal_seconds,ideal_ratio,event_loop_latency_p50_seconds,event_loop_latency_p99_seconds,event_loop_latency_max_seconds,queue_peak,cpu_utilization,io_wait_ratio,verdict,bottleneck"
    let lines = rows.map { row in
      let found = row.prediction
      let numbers = [
        found.seconds, found.itemsPerSecond, row.speedup, found.idealSeconds, found.idealRatio, found.latency.p50,
        found.latency.p99,
        found.latency.max, Double(found.queuePeak), found.cpuUtilization, found.ioWaitRatio,
      ]
      return
        ([found.strategy.rawValue, found.runtime.rawValue] + numbers.map { "\($0)" } + [
          row.verdict.rawValue, found.bottleneck.rawValue,
        ])
        .joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  /// One JSON object:
  ///
  ///     {"strategies": [{"strategy", "runtime", "seconds", "items_per_second", "speedup", "ideal_seconds", "ideal_ratio",
  ///       "item_seconds": {"mean", "p99"}, "event_loop_latency_seconds": {"p50", "p99", "max"}, "queue_peak", "cpu_utilization",
  ///       "io_wait_ratio", "bottleneck", "reason", "targets": [{"target", "value", "verdict"}],
  ///       "start_up_seconds", "queue": [[at, depth]], "segments": [{"lane", "kind", "item", "start", "end"}]}]}
  ///
  /// - Parameter isPretty: whether it is indented, for people.
  package func json(isPretty: Bool = true) throws -> String {
    try JSONResult(strategies: rows.map(JSONRow.init)).text(isPretty: isPretty)
  }
}
