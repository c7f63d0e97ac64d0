import Rendering
import Samples
import Snapshots
import Storage

/// The figures of a run as names with numbers.
struct RunFigureList {
  let judged: JudgedRun
  let run: StoredRun.Figures

  private var detail: RunDetail { judged.detail }

  var markup: Markup {
    let items = figures.map { figure -> Markup in
      let value: Markup = figure.value.map { "\($0)" } ?? "<span class=\"none\">\(figure.missing)</span>"
      return "<div><dt>\(figure.name)</dt><dd>\(value)</dd></div>"
    }
    return """
      <dl class="run-figures">
      \(lines: items)
      </dl>
      """
  }

  /// A name with its number.
  private struct Figure {
    let name: String
    let value: String?
    /// What stands in place of a number that there is not.
    var missing = "not known"
  }

  private var figures: [Figure] {
    main + items + latency + resources + trouble
      + (detail.version.map { [Figure(name: "Version of the runtime", value: $0)] } ?? [])
  }

  private var main: [Figure] {
    [
      Figure(name: "Duration", value: DurationText.text(run.seconds)),
      Figure(
        name: "Usual duration", value: judged.usual.map { DurationText.text($0.seconds) }, missing: "too few runs like it"),
      Figure(name: "Ideal time", value: run.idealSeconds.map(DurationText.text), missing: "not bounded"),
      Figure(
        name: "Duration over ideal", value: run.idealRatio.map(Digits.text), missing: "–"),
      Figure(name: "Items", value: PageWords.count(run.items)),
      Figure(name: "Items a second", value: run.itemsPerSecond.map(Digits.text)),
    ]
  }

  private var items: [Figure] {
    [0.5, 0.99, 1].map { share in
      let name = share == 1 ? "max" : "p\(Int(share * 100))"
      return Figure(
        name: "Time of an item, \(name)", value: detail.itemTimes?.quantile(share).map(DurationText.text), missing: "not kept")
    }
  }

  private var latency: [Figure] {
    [
      Figure(name: "Latency p50", value: detail.latency?.quantile(0.5).map(DurationText.text), missing: "not kept"),
      Figure(name: "Latency p99", value: run.latencyP99Seconds.map(DurationText.text), missing: "too few ticks"),
      Figure(name: "Latency max", value: run.latencyMaxSeconds.map(DurationText.text)),
    ]
  }

  private var resources: [Figure] {
    [
      Figure(name: "CPU utilisation", value: run.cpuUtilization.map { Percent.text($0) }),
      Figure(name: "CPU time", value: DurationText.text(run.cpuSeconds)),
      Figure(name: "Cores available", value: Digits.text(run.cores)),
      Figure(name: "I/O wait", value: run.ioWaitRatio.map { Percent.text($0) }),
      Figure(name: "Memory peak", value: run.memoryPeakBytes.map(Digits.bytes)),
      Figure(
        name: "Queue peak", value: judged.isBatch ? nil : PageWords.count(run.queuePeak, "item"), missing: "all items at once"),
    ]
  }

  private var trouble: [Figure] {
    [
      Figure(name: "Items failed", value: PageWords.count(run.itemsFailed)),
      Figure(name: "Items timed out", value: PageWords.count(run.itemsTimeout)),
      Figure(name: "Items dropped", value: PageWords.count(run.itemsDropped)),
      Figure(name: "Retries", value: PageWords.count(run.retries)),
    ]
  }
}
