import Rendering
import Runs
import Samples
import Thresholds
import Workloads

extension TuneResult {
  /// The table of what was measured, two sentences, and the YAML.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String { "\(table(width))\n\(advice)\n\n\(yaml)" }

  private var hasPool: Bool { best.processes > 0 }

  private func table(_ width: Int?) -> String {
    let header = [
      "", "CONCURRENCY", "PROCESSES", "CHUNK", "ITEMS/S", "REPEATS", "PREDICTED", "LATENCY P99", "QUEUE", "CPU", "MEMORY",
      "I/O WAIT", "VERDICT",
    ]
    let cells = rows.map { row -> [String] in
      let run = row.measured
      return [
        row.setting == best ? "*" : row.setting == present ? "now" : "", "\(row.setting.concurrency)",
        hasPool ? "\(row.setting.processes)" : "-", hasPool ? "\(row.setting.chunk)" : "-", Digits.text(row.throughput),
        "\(run.allSeconds.count)", row.predicted.map { Digits.text($0) } ?? "-",
        run.latency.quantile(0.99).map { DurationText.text($0) } ?? "-", verdict(.queueDepth, run),
        Percent.text(run.cpuUtilization, .tenths),
        run.memoryPeakBytes.map { "\(Digits.text(($0 / 1_048_576 * 10).rounded() / 10)) MiB" } ?? "-",
        Percent.text(run.ioWaitRatio, .tenths),
        run.verdict.rawValue,
      ]
    }
    let table = Table(header: header, rightAligned: [1, 2, 3, 4, 5, 6, 7, 9, 10, 11], rows: cells)
    return table.lines(width: width).joined(separator: "\n") + "\n"
  }

  private func verdict(_ name: TargetName, _ run: RunTable.Row) -> String {
    run.judgements.first { $0.target.name == name }?.verdict.rawValue ?? "-"
  }

  /// Two sentences: what to do, and why not more.
  package var advice: String {
    let pool = hasPool ? ", \(Plural.text(best.processes, "worker process", "worker processes")) and chunks of \(best.chunk)" : ""
    let then = row(best)?.throughput ?? 0
    let now = row(present)?.throughput ?? 0
    let p99 = row(best)?.measured.latency.quantile(0.99)
    let latency = p99.map { ", with the loop at most \(DurationText.text($0)) late (p99)" } ?? ""
    let gain =
      best == present || now == 0
      ? "\(Digits.text(then)) items/s, which is what the mix has now"
      : "\(Digits.text(then)) items/s instead of \(Digits.text(now)) (\(Digits.text((then / now * 100).rounded() / 100)) times)"
    let first = "Use \(Plural.text(best.concurrency, "item")) in flight\(pool): \(gain)\(latency)."
    var second = "The knee is at \(knee) in flight, and the limit is \(limit.text)"
    if let law {
      let peak = law.peak.map { ", with its peak at \(Int($0.rounded()))" } ?? ", which never falls"
      second +=
        " (Universal Scalability Law: \(Digits.text(law.single)) items/s for one, sigma \(short(law.contention)), kappa \(short(law.coherence))\(peak))"
    }
    let rest = isComplete ? "" : "\nThe budget was spent before all was measured that could change this; give more with --budget."
    return "\(first) \(second).\(rest)"
  }

  private func short(_ value: Double) -> String {
    value >= 0.001 || value == 0
      ? Digits.text((value * 10_000).rounded() / 10_000) : "\(Digits.text((value * 1e6).rounded() / 10))e-5"
  }
}
