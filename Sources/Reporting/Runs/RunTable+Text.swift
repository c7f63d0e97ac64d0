import Rendering
package import Runs
import Samples
import Thresholds
import Workloads

extension RunTable {
  /// A table for people, ending with a line feed.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    let table = Table(header: columns.map(\.name), rightAligned: numbers, rows: rows.map(cells))
    var lines = [title, ""] + table.lines(width: width)
    let remarks = rows.flatMap(remarks) + (shortText.map { [$0] } ?? []) + (mix.name == Mix.guide.name ? guideRemarks : [])
    if !remarks.isEmpty {
      lines += [""] + remarks.flatMap { $0.hasPrefix(" ") ? [$0] : WrappedText.lines($0, width: width, hanging: "  ") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Column {
    let name: String
    let cell: (Row) -> String
  }

  private var columns: [Column] {
    [
      Column(name: "STRATEGY") { $0.identity.strategy.rawValue },
      Column(name: "RUNTIME") { $0.identity.runtime.rawValue },
      Column(name: "TIME", cell: time),
      Column(name: "ITEMS/S") { $0.itemsPerSecond.map(Digits.text) ?? "-" },
      Column(name: "SPEED-UP") { $0.speedup.map(Digits.text) ?? "-" },
      Column(name: "TO IDEAL") { $0.idealRatio.map(Digits.text) ?? "-" },
      Column(name: "ITEM P50") { $0.itemTimes.quantile(0.5).map(DurationText.text) ?? "-" },
      Column(name: "ITEM P99") { $0.itemTimes.quantile(0.99).map(DurationText.text) ?? "-" },
      Column(name: "LOOP P50") { $0.latency.quantile(0.5).map(DurationText.text) ?? "-" },
      Column(name: "LOOP P99") { $0.latency.quantile(0.99).map(DurationText.text) ?? "-" },
      Column(name: "LOOP MAX") { $0.latencyMaxSeconds.map(DurationText.text) ?? "-" },
      Column(name: "QUEUE") { $0.queuePeak.map { "\($0)" } ?? "-" },
      Column(name: "CPU") { Percent.text($0.cpuUtilization, .tenths) },
      Column(name: "MEMORY") { $0.memoryText },
      Column(name: "I/O WAIT") { Percent.text($0.ioWaitRatio, .tenths) },
      Column(name: "FAILED") { $0.itemsFailed.map { "\($0)" } ?? "-" },
      Column(name: "STALLS") { row in
        row.stalls.budget.leading.map { "\(row.stalls.count) (\($0.rawValue))" } ?? (row.seconds == nil ? "-" : "0")
      },
      Column(name: "VERDICT") { $0.outcome == .completed ? $0.verdict.rawValue : $0.outcome.rawValue },
    ] + (mix.name == Mix.guide.name ? guideColumns : [])
  }

  private var guideColumns: [Column] {
    [
      Column(name: "GUIDE: TIME") { DurationText.text(GuideFigures.of($0.identity.strategy).seconds) },
      Column(name: "GUIDE: SPEED-UP") { Digits.text(GuideFigures.of($0.identity.strategy).speedup) },
      Column(name: "GUIDE: MEMORY") { "\(Digits.text(GuideFigures.of($0.identity.strategy).megabytes)) MB" },
    ]
  }

  private func cells(_ row: Row) -> [String] { columns.map { $0.cell(row) } }

  /// All but the words.
  private var numbers: Set<Int> {
    Set(columns.indices.filter { !["STRATEGY", "RUNTIME", "VERDICT"].contains(columns[$0].name) })
  }

  private func time(_ row: Row) -> String {
    guard let seconds = row.seconds else { return row.partialSeconds.map(DurationText.text) ?? "-" }
    let range = row.secondsRange.map { " (\(Digits.text($0.lowerBound))-\(Digits.text($0.upperBound)))" } ?? ""
    return DurationText.text(seconds) + range
  }

  private var title: String {
    var parts = [mix.io.map(describe), mix.cpu.map(describe)].compactMap { $0 }
    if let items = rows.lazy.map(\.items).max(), items > 0 { parts.insert("\(items) items", at: 0) }
    switch mix.arrivals {
    case .load(let load, _): parts.append("at \(Percent.text(load, .tenths)) of the capacity")
    case .rate(let rate, _): parts.append("\(Digits.text(rate)) items/s")
    case .batch, .filling, .none: break
    }
    let cores = Plural.text(cores, "core")
    return "Mix \(mix.name) (\(mix.kind.rawValue)): " + (parts + [cores]).joined(separator: ", ")
  }

  private func describe(_ io: Mix.IOStep) -> String {
    let what = io.work.target ?? io.kind.rawValue
    return io.seconds > 0 ? "I/O \(what) \(DurationText.text(io.seconds))" : "I/O \(what)"
  }

  private func describe(_ cpu: Mix.CPUStep) -> String {
    let what = cpu.call.map { "\($0)" } ?? cpu.kernel?.rawValue ?? ""
    return cpu.seconds > 0 ? "CPU \(what) \(DurationText.text(cpu.seconds))" : "CPU \(what)"
  }

  /// What the cells do not say, a line each; those of a traceback are set in.
  private func remarks(_ row: Row) -> [String] {
    let who = "\(row.identity.strategy.rawValue) in \(row.identity.runtime.rawValue)"
    var lines: [String] = []
    if row.outcome != .completed {
      let partial = row.partialSeconds.map { ", after \(row.items) items in \(DurationText.text($0))" } ?? ""
      lines.append("\(who): \(row.outcome.rawValue)\(partial)\(row.reason.map { ": \($0)" } ?? "")")
    }
    if mix.loop == .uvloop, row.identity.runtime == .asyncio, row.version?.contains("uvloop") == false {
      lines.append("\(who): uvloop is not installed, asyncio's own loop was used")
    }
    let counts = [
      ("failed", row.sum(\.itemsFailed)), ("timed out", row.sum(\.itemsTimeout)),
      ("dropped by the full queue", row.sum(\.itemsDropped)),
      ("retries", row.sum(\.retries)),
    ].filter { $0.1 > 0 }
    if !counts.isEmpty { lines.append("\(who): " + counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")) }
    if let error = row.firstError { lines += ["\(who): the first failure:"] + TracebackText.lines(error) }
    if let text = ownText(row) { lines.append("\(who): \(text)") }
    if let text = row.stalls.text { lines.append("\(who): \(text)") }
    if let text = row.stalls.longestText { lines.append("\(who): \(text)") }
    lines += row.failedReadings.sorted { $0.key < $1.key }.map {
      "\(who): figures are missing, since \($0.key) could not be read: \($0.value)"
    }
    if let limit = row.evidence.limitText { lines.append("\(who): limited by \(limit)") }
    if row.failures.items.tally.isBreached {
      lines.append("\(who): too many items fail: \(row.failures.itemSentence ?? ""), limit \(Failures.limitText)")
    }
    lines += row.judgements.filter { $0.verdict == .unknown && !$0.isTooShort && row.seconds != nil }.map {
      "\(who): \($0.target.name.rawValue) is unknown: \($0.cause?.text ?? $0.shortage.map { "it had \($0.text)" } ?? "there is no figure")"
    }
    lines += row.judgements.filter { $0.verdict == .breached && row.seconds != nil }.map {
      "\(who): \($0.target.name.rawValue) is \($0.verdict.rawValue): \($0.accountText)\($0.cause.map { " (cause: \($0.kind.rawValue)). \($0.text)" } ?? "")"
    }
    return lines
  }

  /// What there is to say of functions of the user's own: `on CPython 3.14.0 free-threaded; workers started in 310 ms; …`.
  private func ownText(_ row: Row) -> String? {
    guard !mix.calls.isEmpty else { return nil }
    let parts = [
      row.version.map { "on \($0)" }, row.workerStartSeconds.map { "workers started in \(DurationText.text($0))" },
      row.identity.strategy == .hybrid ? row.transfer.map { "an item's \($0.text)" } : nil,
    ]
    let found = parts.compactMap { $0 }
    return found.isEmpty ? nil : found.joined(separator: "; ")
  }

  private var guideRemarks: [String] {
    let items = rows.lazy.map(\.items).max() ?? 0
    guard items > 0, items != GuideFigures.items else { return [] }
    return ["Scaled to \(items) of the guide's \(GuideFigures.items) items: compare speed-ups, not times."]
  }
}

extension RunTable.Row {
  /// PSS says nothing more; RSS is marked, since it counts shared pages more than once.
  fileprivate var memoryText: String {
    guard let memoryPeakBytes else { return "-" }
    return Digits.bytes(memoryPeakBytes) + (memoryIsProportional == false ? " RSS" : "")
  }
}

extension Judgement {
  /// Whether more of the same would do.
  fileprivate var isTooShort: Bool { shortage.map { $0.scarceCores == nil } ?? false }
}
