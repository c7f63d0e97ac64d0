import Rendering
import Runs
import Samples
import Thresholds
import Workloads

extension TuneResult {
  /// The table of what was measured, two sentences, and the YAML; of asyncio, Python as well.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    "\(table(width))\n\(advice)\n\n\(yaml)\(python.map { "\n\($0)" } ?? "")"
  }

  private var hasPool: Bool { best.processes > 0 }

  private func table(_ width: Int?) -> String {
    let header = [
      "", "CONCURRENCY", "PROCESSES", "CHUNK", "ITEMS/S", "REPEATS", "PREDICTED", "ITEM P50", "ITEM P99", "LOOP P99", "QUEUE",
      "CPU",
      "MEMORY", "I/O WAIT", "VERDICT",
    ]
    let cells = rows.map { row -> [String] in
      let run = row.measured
      return [
        row.setting == best ? "*" : row.setting == present ? "now" : "", "\(row.setting.concurrency)",
        hasPool ? "\(row.setting.processes)" : "-", hasPool ? "\(row.setting.chunk)" : "-", Digits.text(row.throughput),
        "\(run.allSeconds.count)", row.predicted.map { Digits.text($0) } ?? "-",
        run.itemTimes.quantile(0.5).map { DurationText.text($0) } ?? "-",
        run.itemTimes.quantile(0.99).map { DurationText.text($0) } ?? "-",
        run.latency.quantile(0.99).map { DurationText.text($0) } ?? "-", verdict(.queueDepth, run),
        Percent.text(run.cpuUtilization, .tenths),
        run.memoryPeakBytes.map { "\(Digits.text(($0 / 1_048_576 * 10).rounded() / 10)) MiB" } ?? "-",
        Percent.text(run.ioWaitRatio, .tenths),
        run.verdict.rawValue,
      ]
    }
    let table = Table(header: header, rightAligned: [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13], rows: cells)
    return table.lines(width: width).joined(separator: "\n") + "\n"
  }

  private func verdict(_ name: TargetName, _ run: RunTable.Row) -> String {
    run.judgements.first { $0.target.name == name }?.verdict.rawValue ?? "-"
  }

  /// What to do for the rate that the mix has, if it has one; then what to do at full load, and why not more.
  package var advice: String { (rateAdvice.map { "\($0) " } ?? "") + loadAdvice }

  /// The fewest workers whose measured throughput is enough for what comes, with a tenth to spare.
  private var rateAdvice: String? {
    guard case .rate(let rate, _) = mix.arrivals, rate > 0 else { return nil }
    let come = "\(Digits.text(rate))/s"
    guard let least = rows.filter({ $0.throughput >= 1.1 * rate }).min(by: { $0.setting < $1.setting }) else {
      return "No setting that was measured keeps up with \(come)."
    }
    let who =
      hasPool
      ? Plural.text(least.setting.processes, "worker process", "worker processes")
      : Plural.text(least.setting.concurrency, "item") + " in flight"
    let cpu = least.measured.cpuUtilization.map { ", with \(Percent.text($0 * rate / least.throughput)) CPU" } ?? ""
    return
      "\(who) \(Plural.word(hasPool ? least.setting.processes : least.setting.concurrency, "suffices", "suffice")) for \(come)\(cpu)."
  }

  /// Whether pieces of more than one item did more than noise: else they are not talked about.
  private var chunkMatters: Bool {
    guard hasPool, best.chunk > 1 else { return false }
    let single = rows.filter { $0.setting.chunk == 1 && $0.setting.processes == best.processes }.map(\.throughput).max() ?? 0
    return (row(best)?.throughput ?? 0) > single * (1 + TuneSearch.tie)
  }

  private var threadsAdvice: String {
    guard let threads else { return "" }
    let why =
      threads.lockShare < 0.01
      ? "the function needs no Python lock"
      : "the function holds Python's lock for \(Percent.text(threads.lockShare)) of its time alone"
    return
      " By the model \(threads.threads) threads (asyncio.to_thread) would do as well, \(Digits.text(threads.itemsPerSecond.rounded())) items/s: \(why)."
  }

  private var loadAdvice: String {
    let workers = Plural.text(best.processes, "worker process", "worker processes")
    let pool = !hasPool ? "" : chunkMatters ? ", \(workers) and chunks of \(best.chunk)" : " and \(workers)"
    let then = row(best)?.throughput ?? 0
    let now = row(present)?.throughput ?? 0
    let p99 = row(best)?.measured.latency.quantile(0.99)
    let latency = p99.map { ", with the loop at most \(DurationText.text($0)) late (p99)" } ?? ""
    let gain =
      best == present || now == 0
      ? "\(Digits.text(then)) items/s, which is what the mix has now"
      : "\(Digits.text(then)) items/s instead of \(Digits.text(now)) (\(Digits.text((then / now * 100).rounded() / 100)) times)"
    let first =
      "\(rateAdvice == nil ? "Use" : "At full load use") \(Plural.text(best.concurrency, "item")) in flight\(pool): \(gain)\(latency)."
    let second = "More than \(knee) in flight \(Plural.word(knee, "gains", "gain")) little, and the limit is \(limit.text)"
    let rest = isComplete ? "" : "\nThe budget was spent before all was measured that could change this; give more with --budget."
    return "\(first) \(second).\(threadsAdvice)\(rest)"
  }
}
