import Alerting
import Samples
import Testing
import Thresholds

/// Applications judged by their intervals.
@Suite struct JudgedAppTests {
  /// Returns the names of alerts that fired, with the minutes after which they did.
  private static func play(
    hours: Double = 2, plan: WatchPlan = AppScript.plan(), _ change: (inout AppInterval, Double) -> Void
  ) -> (fired: [AlertName: Double], watch: Watch) {
    var watch = Watch(plan, at: AppScript.at(0))
    var fired: [AlertName: Double] = [:]
    for number in 1...Int(hours * 120) {
      let interval = AppScript.interval(number) { change(&$0, Double(number) / 2) }
      for change in watch.intervalEnded(interval) {
        guard case .transition(let transition) = change, transition.to == .firing else { continue }
        fired[transition.alert.subject.name] = fired[transition.alert.subject.name] ?? transition.at.seconds / 60
      }
    }
    return (fired, watch)
  }

  @Test func `One that is well has no alert, and what it does not tell is not held against it`() {
    let (fired, watch) = Self.play { _, _ in }
    #expect(fired.isEmpty)
    let judgements = watch.judgements(ofApp: "shop")
    #expect(judgements.map(\.target.name) == Target.ofApplications.map(\.name))
    let ioWait = judgements.first { $0.target.name == .ioWait }
    #expect(ioWait?.verdict == .unknown)
    #expect(ioWait?.shortage?.text == "the application timed none of its I/O: calcmon_probe.timed does")
    #expect(Verdict(ofApplication: judgements) == .met)
  }

  @Test func `Leaks are found, in minutes`() throws {
    let leaks: [(AlertName, Double, (inout AppInterval, Double) -> Void)] = [
      (.tasksGrowing, 15, { $0.tasks = AppScript.level(40 + 60 * $1) }),
      (.queueGrowing, 12, { $0.queues = [AppQueueLevel(name: "mails", depth: AppScript.level(12 * $1), capacity: nil)] }),
      (.loopSaturated, 8, { interval, _ in interval.activeSeconds = 28.5 }),
      (.executorBacklogGrowing, 12, { $0.executorBacklog = AppScript.level(12 * $1) }),
      (.memoryGrowing, 70, { $0.memoryBytes = AppScript.level((100 + $1) * 1_048_576) }),
    ]
    for (name, minutes, leak) in leaks {
      let (fired, _) = Self.play(leak)
      #expect(Array(fired.keys) == [name])
      #expect(try #require(fired[name]) < minutes)
    }
  }

  @Test func `A busy worker among idle ones saturates the application, and the alert says which is meant`() {
    let workers = { (busy: Double) in
      Self.play(hours: 0.3) { interval, _ in
        (interval.processes, interval.loopSeconds, interval.activeSeconds) = (4, 120, 30)
        interval.busiest = BusiestShare(mean: busy, max: busy)
      }
    }
    let (fired, watch) = workers(0.97)
    #expect(Array(fired.keys) == [.loopSaturated])
    let judged = watch.judgements(ofApp: "shop").first { $0.target.name == .saturation }?.value ?? 0
    #expect(abs(judged - 0.97) < 1e-9)
    #expect(AppScript.description(watch, .loopSaturated).contains("The busy share of the busiest process"))
    #expect(workers(0.6).fired.isEmpty)
  }

  @Test func `A cache that fills, a deployment that takes more, and work that grows are no leaks`() {
    let well: [(inout AppInterval, Double) -> Void] = [
      { $0.memoryBytes = AppScript.level((100 + 60 * (1 - Self.exponential(-$1 / 15))) * 1_048_576) },
      { $0.memoryBytes = AppScript.level(($1 < 50 ? 100 : 160) * 1_048_576) },
      {
        $0.memoryBytes = AppScript.level((100 + $1) * 1_048_576)
        $0.tasks = AppScript.level(40 + $1)
        $0.cpuUserSeconds = 6 * (1 + $1 / 60)
      },
    ]
    for change in well { #expect(Self.play(hours: 3, change).fired.isEmpty) }
  }

  /// e to some power, good enough for a cache.
  private static func exponential(_ power: Double) -> Double {
    (1...60).reversed().reduce(1) { 1 + power / Double($1) * $0 }
  }

  @Test func `The queue that is worst decides, and single ones have targets of their own`() {
    let both = { (interval: inout AppInterval, minute: Double) in
      interval.queues = [
        AppQueueLevel(name: "inbox", depth: AppScript.level(8), capacity: nil),
        AppQueueLevel(name: "mails", depth: AppScript.level(20 * minute), capacity: nil),
      ]
    }
    let queue = { (watch: Watch) in watch.judgements(ofApp: "shop").first { $0.target.name == .queueDepth } }
    let (_, standard) = Self.play(hours: 0.5, both)
    #expect(queue(standard)?.queue == "mails")
    #expect(queue(standard)?.verdict == .breached)
    let own = ["inbox": Target(.queueDepth, .max, .below(5)), "mails": Target(.queueDepth, .max, .below(1e6))]
    let (_, chosen) = Self.play(hours: 0.5, plan: AppScript.plan([WatchPlan.App(pattern: "shop", queues: own)]), both)
    #expect(queue(chosen)?.queue == "inbox")
    #expect(queue(chosen)?.value == 8)
  }

  @Test func `The cause names the place, and the application`() {
    let (_, watch) = Self.play(hours: 0.1) { interval, _ in
      interval.latency = LatencyHistogram(ascending: [.init(upperMicroseconds: 300_000, count: 600)]) ?? LatencyHistogram()
      interval.stalls = StallSummary([
        Stall(
          startedNanoseconds: 0, endedNanoseconds: 400_000_000, budget: StallBudget([.callback: 0.3, .blocked: 0.1]),
          stack: ["shop.py:41:encode"])
      ])
    }
    let cause = watch.judgements(ofApp: "shop").first?.cause
    #expect(cause?.kind == .program)
    #expect(cause?.text.contains("75 % of it callback, at shop.py:41:encode.") == true)
  }

  @Test func `Two that the host starves are one alert, which names them`() {
    var watch = Watch(AppScript.plan(), at: AppScript.at(0))
    for number in 1...40 {
      for app in ["cart", "shop"] { _ = watch.intervalEnded(AppScript.interval(number, app: app, AppScript.starve)) }
    }
    let firing = watch.book.all.filter { $0.state == .firing }
    let told = firing.filter { !Inhibition(firing).covers($0) }
    #expect(told.map(\.subject.name) == [.hostContended])
    #expect(firing.allSatisfy { $0.labels["cause"] == "host" })
    let text = AppScript.description(watch, .hostContended)
    #expect(text.contains("2 applications"))
    #expect(text.contains("cart (event_loop_latency) and shop (event_loop_latency)"))
    #expect(text.contains("The application's threads waited"))
  }

  @Test func `A restarted agent goes on as if nothing had happened`() {
    let leak = { (number: Int) in
      AppScript.interval(number) { $0.tasks = AppScript.level(40 + 30 * Double(number)) }
    }
    var first = Watch(AppScript.plan(), at: AppScript.at(0))
    for number in 1...60 { _ = first.intervalEnded(leak(number)) }
    var next = Watch(AppScript.plan(), at: AppScript.at(1800))
    _ = next.resume(first.book.all, aliveAt: AppScript.at(1800), runs: [], intervals: (1...60).map(leak))
    #expect(next.judgements(ofApp: "shop") == first.judgements(ofApp: "shop"))
    #expect(next.badIntervals(ofApp: "shop").map(\.intervals) == first.badIntervals(ofApp: "shop").map(\.intervals))
    #expect(
      next.book.all.filter { $0.state == .firing }.map(\.subject) == first.book.all.filter { $0.state == .firing }.map(\.subject))
  }

  @Test func `One is forgotten when it is told to have gone, with its alerts, and by time alone it is not`() {
    var watch = Self.play(hours: 0.2) { interval, _ in interval.activeSeconds = 28.5 }.watch
    #expect(watch.book.all.contains { $0.state == .firing })
    var other = watch
    _ = other.advance(to: AppScript.at(8 * 3600))
    #expect(other.watchedApps == ["shop"])
    #expect(other.judgements(ofApp: "shop").allSatisfy { $0.verdict == .unknown })
    let changes = watch.appForgotten("shop", at: AppScript.at(1000))
    #expect(watch.watchedApps.isEmpty && watch.nextDue.map { $0 > AppScript.at(1000) } ?? true)
    let ended = changes.compactMap { if case .transition(let transition) = $0 { transition } else { nil } }
    #expect(ended.map(\.reason) == [.forgotten])
  }
}
