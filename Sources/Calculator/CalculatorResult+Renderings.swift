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
    let columns = request.scenario.rate == nil ? batchColumns : serviceColumns
    let table = Table(
      header: columns.map(\.name), rightAligned: Set(2..<columns.count - 1),
      rows: rows.map { row in columns.map { $0.cell(row) } })
    let answer = request.scenario.rate == nil ? [] : [sentence] + rows.map(serviceLine)
    let limits = rows.filter { $0.service == nil || $0.isHeldUp }.map {
      "\($0.name) is limited by \($0.prediction.bottleneck.text)"
    }
    let breaches = rows.flatMap { row in
      row.judgements.filter { $0.verdict == .breached }.map { judgement in
        "\(row.name): \(judgement.target.name.rawValue) would be breached: \(judgement.valueText), limit \(judgement.condition.text(for: judgement.target.name))"
      }
    }
    let origin = request.origin.map(\.lines) ?? []
    return ([title] + origin + [""] + table.lines(width: width) + [""] + answer + limits + breaches).joined(separator: "\n")
      + "\n"
  }

  private struct Column {
    let name: String
    let cell: (Row) -> String
  }

  private var batchColumns: [Column] {
    [
      Column(name: "STRATEGY") { $0.prediction.strategy.rawValue },
      Column(name: "RUNTIME") { $0.prediction.runtime.rawValue },
      Column(name: "TIME") { DurationText.text($0.prediction.seconds) },
      Column(name: "ITEMS/S") { Digits.text($0.prediction.itemsPerSecond) },
      Column(name: "SPEED-UP") { Digits.text($0.speedup) },
      Column(name: "TO IDEAL") { Digits.text($0.prediction.idealRatio) },
    ] + itemColumns + [
      Column(name: "LOOP P50") { DurationText.text($0.prediction.latency.p50) },
      Column(name: "LOOP P99") { DurationText.text($0.prediction.latency.p99) },
      Column(name: "LOOP MAX") { DurationText.text($0.prediction.latency.max) },
    ] + lastColumns
  }

  private var serviceColumns: [Column] {
    [
      Column(name: "STRATEGY") { $0.prediction.strategy.rawValue },
      Column(name: "RUNTIME") { $0.prediction.runtime.rawValue },
      Column(name: "KEEPS UP TO") { "\(Digits.text($0.service?.capacity ?? 0))/s" },
    ] + itemColumns + [Column(name: "LOOP P99") { DurationText.text($0.prediction.latency.p99) }] + lastColumns
  }

  private var itemColumns: [Column] {
    [
      Column(name: "ITEM P50") { DurationText.text($0.prediction.itemSeconds.p50) },
      Column(name: "ITEM P99") { DurationText.text($0.prediction.itemSeconds.p99) },
    ]
  }

  private var lastColumns: [Column] {
    [
      Column(name: "QUEUE") { "\($0.prediction.queuePeak)" },
      Column(name: "CPU") { Percent.text($0.prediction.cpuUtilization) },
      Column(name: "I/O WAIT") { Percent.text($0.prediction.ioWaitRatio) },
      Column(name: "VERDICT") { $0.verdict.rawValue },
    ]
  }

  /// Whether it keeps up, how sure that is, and with how few workers.
  private func serviceLine(_ row: Row) -> String {
    guard let service = row.service else { return "" }
    let most = "\(Digits.text(service.capacity)) items/s at most"
    let spread = "items' p99 is \(service.itemP99.text), as chance has it"
    if service.isNearSaturation { return "\(row.name) is near its limit of \(most): \(spread)\(row.enoughText)" }
    return "\(row.name) \(service.isKeptUp ? "keeps up" : "does not keep up"): \(most)\(row.enoughText)"
  }

  var title: String {
    let scenario = request.scenario
    let arrivals =
      switch scenario.arrivals {
      case .batch: ""
      case .constant(let rate): ", \(Digits.text(rate)) items/s evenly"
      case .poisson(let rate): ", \(Digits.text(rate)) items/s at random (Poisson)"
      }
    let work = "I/O \(DurationText.text(scenario.io.mean)), CPU \(DurationText.text(scenario.cpu.mean))"
    let cores = Plural.text(scenario.cores, "core")
    let servers = scenario.servers > 1 ? " in each of \(scenario.servers) servers" : ""
    return
      "Predicted, nothing was run: \(scenario.items) items\(arrivals), \(work), \(cores), \(scenario.concurrency) in flight\(servers)"
  }

  /// A line of the table each, for spreadsheets. Seconds and ratios.
  package var csv: String {
    let header =
      "strategy,runtime,seconds,items_per_second,speedup,ideal_seconds,ideal_ratio,event_loop_latency_p50_seconds,event_loop_latency_p99_seconds,event_loop_latency_max_seconds,queue_peak,cpu_utilization,io_wait_ratio,verdict,bottleneck,item_p50_seconds,item_p99_seconds,item_max_seconds,capacity_items_per_second,least_workers,least_servers"
      + (request.origin == nil ? "" : ",from_run,from_run_items")
    let lines = rows.map { row in
      let found = row.prediction
      let numbers = [
        found.seconds, found.itemsPerSecond, row.speedup, found.idealSeconds, found.idealRatio, found.latency.p50,
        found.latency.p99,
        found.latency.max, Double(found.queuePeak), found.cpuUtilization, found.ioWaitRatio,
      ]
      return
        ([found.strategy.rawValue, found.runtime.rawValue] + numbers.map { "\($0)" } + [
          row.verdict.rawValue, found.bottleneck.rawValue, "\(found.itemSeconds.p50)", "\(found.itemSeconds.p99)",
          "\(found.itemSeconds.max)", row.service.map { "\($0.capacity)" } ?? "",
          row.service?.leastWorkers.map { "\($0)" } ?? "", row.service?.leastServers.map { "\($0)" } ?? "",
        ] + (request.origin.map { ["\($0.id)", "\($0.items)"] } ?? []))
        .joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  /// One JSON object:
  ///
  ///     {"sentence", "best", "strategies": [{"strategy", "runtime", "servers", "seconds", "items_per_second", "speedup", "ideal_seconds", "ideal_ratio",
  ///       "item_seconds": {"mean", "p50", "p99", "max"}, "event_loop_latency_seconds": {"p50", "p99", "max"}, "queue_peak",
  ///       "cpu_utilization", "io_wait_ratio", "bottleneck", "reason", "targets": [{"target", "value", "verdict"}], "verdict",
  ///       "service": {"rate", "capacity_items_per_second", "keeps_up", "near_saturation", "item_p99_seconds": [least, most],
  ///         "least_item_seconds", "least_workers", "least_servers"}, "start_up_seconds", "queue": [[at, depth]], "segments": [{"lane", "kind", "item", "start", "end"}]}],
  ///      "from_run": {"id", "mix", "strategy", "runtime", "items", "io_seconds", "cpu_seconds", "note"}}
  ///
  /// `from_run` is there if it began from a run: the run, and what its steps took on average before they were scaled.
  /// `service` is there if items come at a rate, `least_workers` and `least_servers` in it if there is such a number, `servers` if there are several.
  ///
  /// - Parameter isPretty: whether it is indented, for people.
  package func json(isPretty: Bool = true) throws -> String {
    try JSONResult(
      sentence: sentence, best: best?.name, strategies: rows.map(JSONRow.init), fromRun: request.origin.map(JSONOrigin.init)
    ).text(isPretty: isPretty)
  }
}
