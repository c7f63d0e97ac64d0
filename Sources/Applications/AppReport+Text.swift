import Rendering
import Samples
import Thresholds

extension AppReport {
  /// What people read when the program has ended.
  ///
  /// - Parameter width: columns of the terminal; `nil`: as long as lines get.
  package func text(width: Int? = nil) -> String {
    let blocks = [[headline], figures, targetLines(width), stallLines].filter { !$0.isEmpty }
    return blocks.map { $0.map(Printable.text).joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var headline: String {
    let processes = Plural.text(account.processes.count, "process", "processes")
    return "calcmon: \(app) ran for \(DurationText.text(seconds)) in \(processes) that had an event loop, exit status \(exitStatus)"
  }

  private var figures: [String] {
    var lines: [String] = []
    let latency = account.latency
    if let p50 = latency.quantile(0.5), let p99 = latency.quantile(0.99), let max = latency.maxSeconds {
      let busy = account.busyRatio.map { ", busy \(Percent.text($0))" } ?? ""
      lines.append(
        "event loop  late by p50 \(DurationText.text(p50)), p99 \(DurationText.text(p99)), at most \(DurationText.text(max))\(busy)")
    }
    lines.append(
      "process     CPU \(DurationText.text(surroundings.account?.ranSeconds ?? account.cpuSeconds)), memory "
        + "\((memoryPeakBytes ?? account.memory.max).map(Digits.bytes) ?? "not known") at most, collector "
        + DurationText.text(account.gcSeconds))
    if let last = account.tasks.last, let max = account.tasks.max {
      lines.append("tasks       \(Digits.text(last)) at the end, \(Digits.text(max)) at most\(growth(account.tasks))")
    }
    lines += account.queues.map { queue in
      "queue       \(queue.name): \(Digits.text(queue.last ?? 0)) at the end, \(Digits.text(queue.max ?? 0)) at most\(growth(queue))"
    }
    if let backlog = account.executorBacklog.max, let threads = account.executorThreads {
      lines.append(
        "executor    \(Plural.text(threads, "thread")), at most \(Digits.text(backlog)) calls waited\(growth(account.executorBacklog))")
    }
    return lines
  }

  private func growth(_ gauge: AppAccount.Gauge) -> String {
    guard let trend = TrendTest.queueDepth.evaluate(gauge.trends), trend.rises else { return "" }
    return ", growing by \(Digits.text(trend.slope)) a second"
  }

  private func targetLines(_ width: Int?) -> [String] {
    let table = Table(
      header: ["TARGET", "VALUE", "LIMIT", "VERDICT", "CAUSE"], rightAligned: [1],
      rows: judgement.judgements.map { judged in
        let queue = judged.target.name == .queueDepth ? judgement.queue.map { " \($0)" } ?? "" : ""
        return [
          judged.target.name.rawValue + queue, judged.valueText, judged.target.limitText,
          "\(judged.verdict.mark) \(judged.verdict.rawValue)", judged.cause?.kind.rawValue ?? "",
        ]
      })
    return table.lines(width: width) + judgement.judgements.compactMap { judged in
      judged.cause.map { "\(judged.target.name.rawValue): \($0.text)" }
    }
  }

  private var stallLines: [String] {
    let all = account.stalls
    guard all.count + account.startup.count > 0 else { return [] }
    var lines = all.count > 0 ? ["\(Plural.text(all.count, "stall")), \(DurationText.text(all.budget.totalSeconds)): \(all.budget.text)"] : []
    if account.startup.count > 0 {
      lines.append(
        "\(Plural.text(account.startup.count, "stall")) at the start, \(DurationText.text(account.startup.budget.totalSeconds)): not counted")
    }
    let places = AppPlace.costliest(account.longestStalls.filter { !$0.isStartup })
    return lines + places.flatMap(\.lines)
  }
}

/// A place in the code at which loops stood still.
struct AppPlace {
  private static let most = 10

  let stalls: [AppStall]

  /// The places that cost most time, with the stalls of each.
  static func costliest(_ stalls: [AppStall]) -> [AppPlace] {
    Dictionary(grouping: stalls) { Key(frame: $0.holder?.frame ?? $0.frame ?? $0.stall.stack.first, cause: $0.stall.budget.leading) }
      .values.map { AppPlace(stalls: $0) }
      .sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
      .prefix(most).map { $0 }
  }

  private struct Key: Hashable {
    let frame: String?
    let cause: StallCause?
  }

  var seconds: Double { stalls.reduce(0) { $0 + $1.stall.seconds } }
  private var worst: AppStall? { stalls.max { $0.stall.seconds < $1.stall.seconds } }
  private var name: String { worst?.frame ?? "" }

  /// How long, why and where; then who called.
  var lines: [String] {
    guard let worst else { return [] }
    let often = stalls.count == 1 ? "once" : "\(stalls.count) times"
    var place = "\(DurationText.text(seconds))  \(often), at most \(DurationText.text(worst.stall.seconds)): \(worst.reason)"
    if let frame = worst.frame ?? worst.stall.stack.first { place += " at \(frame)" }
    if let task = worst.task { place += ", task \(task)" }
    return ["  " + place] + callers(worst).map { "      called by \($0)" }
  }

  private func callers(_ stall: AppStall) -> [String] {
    guard let frame = stall.frame, let index = stall.stall.stack.firstIndex(of: frame) else { return [] }
    return Array(stall.stall.stack[(index + 1)...].prefix(3))
  }
}

extension AppStall {
  /// What held the loop, in words.
  var reason: String {
    if isOverload { return "many tasks in one turn, none of them long" }
    switch stall.budget.leading {
    case .callback: return "code on the loop"
    case .gc: return "Python's garbage collector"
    case .gil:
      let who = holder.map { "thread \($0.thread)" + ($0.frame.map { " at \($0)" } ?? "") } ?? "another thread"
      return "\(who) had Python's lock"
    case .blocked: return "asleep" + (stall.waitChannel.map { " in \($0)" } ?? "")
    case .runqueue: return "no core was free: the host"
    case .throttled: return "the CPU quota of its control group"
    case .steal: return "the hypervisor"
    case .unexplained, nil: return "not explained"
    }
  }
}
