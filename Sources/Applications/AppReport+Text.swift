import Rendering
import Samples
import Telemetry
import Thresholds

extension AppReport {
  /// What people read when the program has ended: the verdict, how late the loop was, why, and then the rest.
  ///
  /// - Parameter width: columns of the terminal; `nil`: as long as lines get.
  package func text(width: Int? = nil) -> String {
    let first = WrappedText.lines(headline, width: width, hanging: "  ") + (latency?.lines(width) ?? [])
    let blocks = [first, stallLines(width), figures.flatMap { $0.lines(width) }, targetLines(width)]
    return blocks.filter { !$0.isEmpty }.map { $0.map(Printable.text).joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var headline: String {
    if let outside {
      let end = outside.hasEnded ? "until it ended, " : ""
      return
        "calcmon: \(app) \(verdictText); process \(outside.pid) was seen from outside, \(end)for \(DurationText.text(seconds))"
    }
    let processes = Plural.text(account.processCount, "process", "processes")
    let status = exitStatus.map { ", exit status \($0)" } ?? ""
    return
      "calcmon: \(app) \(verdictText); it ran for \(DurationText.text(seconds)), \(processes) with an event loop\(status)"
  }

  private var verdictText: String {
    switch judgement.verdict {
    case .met: "met its targets"
    case .breached: "breached \(names(.breached))"
    case .unknown where outside != nil: "breached no target that can be judged from outside"
    case .unknown: "ran too short to be judged by all targets, and breached none"
    }
  }

  private func names(_ verdict: Verdict) -> String {
    judgement.judgements.filter { $0.verdict == verdict }.map(\.target.name.rawValue).joined(separator: ", ")
  }

  private var latency: Figure? {
    let latency = account.latency
    guard let p50 = latency.quantile(0.5), let p99 = latency.quantile(0.99), let max = latency.maxSeconds else { return turns }
    let busy = account.busyRatio.map { "; busy \(Percent.text($0)) of the time" } ?? ""
    return Figure(
      "event loop",
      "late by p50 \(DurationText.text(p50)), p99 \(DurationText.text(p99)), at most \(DurationText.text(max))\(busy)")
  }

  /// Of one whose lateness cannot be seen.
  private var turns: Figure? {
    guard let outside else { return nil }
    guard outside.hasLoop else {
      return outside.seesStalls ? Figure("event loop", "none was seen: no thread waited for events in epoll") : nil
    }
    return account.busyRatio.map { Figure("event loop", "busy \(Percent.text($0)) of the time; how late it was cannot be seen") }
  }

  private func stallLines(_ width: Int?) -> [String] {
    let (all, startup) = (account.stalls, account.startup)
    var lines = account.standing.flatMap { WrappedText.lines($0.text, width: width, hanging: "  ") }
    if let text = all.text { lines += WrappedText.lines(text, width: width, hanging: "  ") }
    lines += AppPlace.costliest(account.longestStalls.filter { !$0.isStartup }).flatMap { $0.lines(width) }
    if startup.count > 0 {
      lines.append(
        "\(Plural.text(startup.count, "stall")) at the start, \(DurationText.text(startup.budget.totalSeconds)): not counted")
    }
    return lines
  }

  private var figures: [Figure] {
    var lines: [Figure] = []
    if let last = account.tasks.last, let max = account.tasks.max {
      lines.append(Figure("tasks", "\(Digits.text(last)) at the end, \(Digits.text(max)) at most\(growth(account.tasks))"))
    }
    lines += account.queues.map { queue in
      let (last, max) = (Digits.text(queue.last ?? 0), Digits.text(queue.max ?? 0))
      return Figure("queue", "\(queue.name): \(last) at the end, \(max) at most\(growth(queue))")
    }
    if let backlog = account.executorBacklog.max, let threads = account.executorThreads {
      let calls = "at most \(Digits.text(backlog)) calls waited"
      lines.append(Figure("executor", "\(Plural.text(threads, "thread")), \(calls)\(growth(account.executorBacklog))"))
    }
    let cpu = DurationText.text(surroundings.account?.ranSeconds ?? account.cpuSeconds)
    let memory = (memoryPeakBytes ?? account.memory.max).map(Digits.bytes) ?? "not known"
    let collector = outside == nil ? ", collector \(DurationText.text(account.gcSeconds))" : ""
    lines.append(Figure("process", "CPU \(cpu), memory \(memory) at most\(collector)"))
    lines += outsideFigures
    if let ratio = account.ioWaitRatio { lines.append(Figure("I/O wait", "\(Percent.text(ratio)) of the time")) }
    if account.errors > 0 {
      lines.append(Figure("probe", "\(Plural.text(account.errors, "error")) of its own: some figures may be missing"))
    }
    if account.dropped > 0 {
      lines.append(Figure("probe", "\(Plural.text(account.dropped, "message")) could not be sent"))
    }
    return lines
  }

  private var outsideFigures: [Figure] {
    guard let outside else { return [] }
    var lines: [Figure] = []
    if let waited = surroundings.account?.waitedSeconds {
      lines.append(Figure("waited", "\(DurationText.text(waited)) for a core, all threads together"))
    }
    if let (voluntary, involuntary) = outside.switchesPerSecond {
      let text = "\(Digits.text(voluntary)) a second by itself, \(Digits.text(involuntary)) by force, of its main thread"
      lines.append(Figure("switches", text))
    }
    return lines + outside.unseen.map { Figure("not seen", $0) }
  }

  private func growth(_ gauge: AppAccount.Gauge) -> String {
    guard let trend = TrendTest.queueDepth.evaluate(gauge.trends), trend.rises else { return "" }
    return ", growing by \(Digits.text(trend.slope)) a second"
  }

  private func targetLines(_ width: Int?) -> [String] {
    let judged = judgement.judgements
    let causes = judged.enumerated().compactMap { index, one in
      (one.cause.map { "\($0.kind.rawValue): \($0.text)" } ?? one.shortage?.untold).map { (index, $0) }
    }
    let table = Table(
      header: ["TARGET", "VALUE", "LIMIT", "VERDICT"], rightAligned: [1],
      rows: judged.map { one in
        let queue = one.target.name == .queueDepth ? judgement.queue.map { " \($0)" } ?? "" : ""
        return [
          one.target.name.rawValue + queue, one.valueText, one.target.limitText, "\(one.verdict.mark) \(one.verdict.rawValue)",
        ]
      }, notes: Dictionary(uniqueKeysWithValues: causes))
    return table.lines(width: width)
  }
}

extension AppMessage.Standing {
  /// The loop stood when the process was heard of last: it may have been killed for it.
  fileprivate var text: String {
    let length = DurationText.text(Double(atNs - sinceNs) * 1e-9)
    let asleep = waitChannel.map { ": asleep in \($0)" } ?? ""
    let place = frame ?? stack.first
    return "a loop still stood when it was last heard of, \(length) by then\(asleep)\(place.map { " at \($0)" } ?? "")"
      + (task.map { ", task \($0)" } ?? "")
  }
}
