import Alerting
import Samples
import Testing
import Thresholds

/// Runs in, alerts out: windows, levels, causes, restarts, other plans.
@Suite struct WatchTests {
  static let identity = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)

  /// A bad run of those that are known is enough: the window alone decides.
  static let oneBadRun = (try? BadRunRule(parsing: "1 of 100")) ?? .newest

  static func plan(_ targets: [Target] = [.eventLoopLatency], hold: Double = 60, window: Double = 600) -> WatchPlan {
    WatchPlan(
      canaries: [WatchPlan.Canary(identity: identity, targets: targets, alerts: true)],
      rules: AlertRule.standard.map { rule in
        var rule = rule
        rule.hold = hold
        rule.keepFiringFor = 0
        rule.badRuns = oneBadRun
        return rule
      }, window: window, externalURL: "http://host:9873")
  }

  /// A thousand ticks, all as late.
  static func run(late seconds: Double, ticks: UInt64 = 1000, stalls: [Stall] = []) throws -> RunEvidence {
    let late = LatencyHistogram(ascending: [.init(upperMicroseconds: UInt64(seconds * 1e6), count: ticks)])
    return RunEvidence(
      latency: try #require(late), samples: [], wallSeconds: 10, cpuSeconds: 1, cores: 2, ioWaitSeconds: 0,
      stalls: StallSummary(stalls))
  }

  static func stall(_ cause: StallCause, seconds: Double = 0.4, controlLate: Double = 0) -> Stall {
    Stall(
      startedNanoseconds: 0, endedNanoseconds: Int64(seconds * 1e9), budget: StallBudget([cause: seconds]),
      controlLateSeconds: controlLate)
  }

  static func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }

  static func words(_ changes: [AlertChange]) -> [String] { changes.map(AlertScript.text) }

  @Test func `a breach becomes an alert that fires after its for, and ends with the run that ends the breach`() throws {
    var watch = Watch(Self.plan(), at: Self.at(0))
    #expect(
      Self.words(watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.2), at: Self.at(10)))
        == ["inactive>pending breached@10s"])
    #expect(watch.nextDue == Self.at(70))
    #expect(Self.words(watch.advance(to: Self.at(500))) == ["pending>firing held@70s"])
    var good = try Self.run(late: 0.001, ticks: 200_000)
    good.latency = try #require(LatencyHistogram(ascending: [.init(upperMicroseconds: 1000, count: 200_000)]))
    #expect(
      Self.words(watch.runEnded(Self.identity, .completed, evidence: good, at: Self.at(510))) == ["firing>inactive cleared@510s"])
  }

  @Test func `what leaves the window counts no more, at the very millisecond`() throws {
    var watch = Watch(Self.plan(hold: 0), at: Self.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.2), at: Self.at(10))
    _ = watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.001, ticks: 50), at: Self.at(300))
    #expect(watch.judgements(of: Self.identity).map(\.verdict) == [.breached])
    #expect(Self.words(watch.advance(to: Self.at(900))) == ["unknown since 610001ms"])
    #expect(watch.judgements(of: Self.identity).map(\.verdict) == [.unknown])
  }

  @Test func `a target may have a window of its own`() throws {
    var target = Target.eventLoopLatency
    target.window = 60
    var watch = Watch(Self.plan([target, .memory], hold: 0), at: Self.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.2), at: Self.at(10))
    #expect(watch.nextDue == Timestamp(milliseconds: 70_001))
  }

  @Test(
    arguments: [
      ([], ["unexplained warning"]),
      ([stall(.callback)], ["program critical", "program warning"]),
      ([stall(.callback), stall(.runqueue)], ["program critical", "program warning"]),
      ([stall(.callback), stall(.runqueue, seconds: 0.5)], ["host warning"]),
      ([stall(.throttled)], ["host warning"]),
      ([stall(.callback, controlLate: 0.3)], ["host warning"]),
      ([stall(.blocked)], ["program critical", "program warning"]),
    ] as [([Stall], [String])])
  func `a stall that the host caused is never critical, and says so`(_ stalls: [Stall], _ expected: [String]) throws {
    var watch = Watch(Self.plan(hold: 0), at: Self.at(0))
    _ = watch.runEnded(
      Self.identity, .completed, evidence: try Self.run(late: stalls.isEmpty ? 0.2 : 0.6, stalls: stalls), at: Self.at(1))
    let alerts = watch.book.all
    #expect(alerts.map { "\($0.labels["cause"] ?? "") \($0.labels["severity"] ?? "")" }.sorted() == expected)
    let critical = alerts.filter { $0.labels["severity"] == "critical" }
    #expect(critical.allSatisfy { $0.annotations["description"]?.contains("the target is p(99) < 500 ms.") ?? false })
    // What Prometheus' rules go by.
    #expect(watch.criticalTargets(of: Self.identity) == [.eventLoopLatency: !critical.isEmpty])
  }

  @Test func `a target without a critical limit is neither critical nor not`() throws {
    var target = Target.eventLoopLatency
    target.critical = []
    let watch = Watch(Self.plan([target, .memory]), at: Self.at(0))
    #expect(watch.criticalTargets(of: Self.identity) == [:])
  }

  @Test func `runs fail until one completes; one that was cancelled says nothing; a baseline fails as well, without an alert`() {
    var plan = Self.plan()
    plan.canaries[0].alerts = false
    var watch = Watch(plan, at: Self.at(0))
    #expect(!watch.alerts(on: Self.identity))
    var failing: [Bool] = []
    for (second, outcome) in [RunOutcome.cancelled, .crashed, .cancelled, .timeout, .completed, .failed].enumerated() {
      _ = watch.runEnded(Self.identity, outcome, evidence: nil, at: Self.at(Int64(second + 1)))
      failing.append(watch.isFailing(Self.identity))
    }
    #expect(failing == [false, true, true, true, false, true])
    #expect(watch.book.all.isEmpty)
  }

  @Test func `the alert names the leading cause, whether the idle loop was late too, and where to look`() throws {
    var watch = Watch(Self.plan(hold: 0), at: Self.at(0))
    let evidence = try Self.run(
      late: 0.2, stalls: [Self.stall(.callback), Self.stall(.runqueue, seconds: 0.1, controlLate: 0.1)])
    _ = watch.runEnded(Self.identity, .completed, evidence: evidence, at: Self.at(1))
    let alert = try #require(watch.book.all.first)
    #expect(
      alert.annotations["description"]
        == "Event-loop latency was 200 ms over the last 10 s, up to 1970-01-01T00:00:01Z; the target is p(99) < 100 ms. "
        + "1 of 1 run broke it. The loop stood still 2 times, for 500 ms in all: "
        + "80 % of it callback. The idle loop beside it was late as well in 1 of 2. "
        + "Whatever waits for such a loop waits as long: see which stalls it was.")
    #expect(alert.annotations["summary"] == "The event loop is late (mixed, hybrid, swift)")
    #expect(alert.annotations["evidence"] == "calcmon alerts show \(alert.id)")
    #expect(alert.annotations["runbook_url"] == "http://host:9873/runbooks/CalcmonEventLoopLatencyHigh")
  }

  @Test func `an alert ends only where the clearing limit is kept`() throws {
    var target = Target.eventLoopLatency
    target.window = 1
    target.clearing = [Condition(.quantile(0.99), .below(0.05))]
    var watch = Watch(Self.plan([target], hold: 0), at: Self.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.2), at: Self.at(1))
    #expect(
      Self.words(watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.07), at: Self.at(3))) == [
        "unknown since 2001ms", "goes on",
      ])
    #expect(
      Self.words(watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.04), at: Self.at(5)))
        == ["unknown since 4001ms", "firing>inactive cleared@5s"])
  }

  @Test func `runs that fail are an alert of their own, and a cancelled one says nothing`() throws {
    var plan = Self.plan(hold: 0)
    for index in plan.rules.indices { plan.rules[index].badRuns = .newest }
    var watch = Watch(plan, at: Self.at(0))
    #expect(watch.runEnded(Self.identity, .cancelled, evidence: nil, at: Self.at(1)).isEmpty)
    let changes = watch.runEnded(Self.identity, .crashed, reason: "ended by signal 9", evidence: nil, at: Self.at(2))
    #expect(Self.words(changes).count == 2)
    let alert = try #require(watch.book.all.first)
    #expect(alert.subject.name == .runFailing)
    #expect(alert.labels["severity"] == "critical")
    #expect(
      alert.annotations["description"] == "1 of 1 run ended badly. Without runs that complete nothing is known of this host. "
        + "The newest of these, at 1970-01-01T00:00:02Z: ended by signal 9.")
    #expect(
      Self.words(watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.001), at: Self.at(3)))
        == ["firing>inactive cleared@3s (critical)"])
  }

  @Test func `more than half of the slots missed is an alert of the mix`() throws {
    var watch = Watch(Self.plan(hold: 0), at: Self.at(0))
    #expect(watch.slotDue("mixed", missed: nil, at: Self.at(0)).isEmpty)
    for second in [100, 200] {
      #expect(watch.slotDue("mixed", missed: "the CPU budget is spent", at: Self.at(Int64(second))).isEmpty)
    }
    let changes = watch.slotDue("mixed", missed: "the CPU budget is spent", at: Self.at(300))
    #expect(Self.words(changes) == ["inactive>pending breached@300s", "pending>firing held@300s"].map { $0 })
    #expect(
      watch.book.all.first?.annotations["description"]
        == "75 % of the slots of the last 5 min, up to 1970-01-01T00:05:00Z, passed without a run: the CPU budget is spent. "
        + "Without runs nothing is known of this host.")
    #expect(
      watch.book.all.first?.labels
        == Labels([
          ("alertname", "CalcmonSlotsMissed"), ("cause", "unexplained"), ("mix", "mixed"), ("severity", "warning"),
        ]))
  }

  /// Slots so far apart, in seconds; those that were missed, in their order; the slots after which the alert fires.
  @Test(
    arguments: [
      // Of the newest four three are too many, however far apart they are.
      (900, [false, true], []), (900, [true], []), (900, [true, true], []), (900, [true, true, true], [2]),
      (86400, [false, false, false, true, false, true], []), (86400, [false, true, true, false, true], [4]),
      // A mix that has more in its window is judged by all of it.
      (100, [false, false, false, true, true, true], []), (100, [false, false, false, true, true, true, true], [6]),
    ] as [(Int64, [Bool], [Int])])
  func `one missed slot is no alert, however seldom slots come`(every: Int64, missed: [Bool], firing: [Int]) throws {
    var watch = Watch(Self.plan(hold: 0), at: Self.at(0))
    let fired = missed.indices.filter { index in
      _ = watch.slotDue("mixed", missed: missed[index] ? "no time" : nil, at: Self.at(every * Int64(index)))
      return watch.book.all.contains { $0.state == .firing }
    }
    #expect(fired == firing)
  }

  @Test func `slots that go on to be missed after a restart are the same alert, until enough are not`() throws {
    var watch = Watch(Self.plan(hold: 0), at: Self.at(0))
    for second in [100, 200, 300] { _ = watch.slotDue("mixed", missed: "no time", at: Self.at(Int64(second))) }
    var next = Watch(Self.plan(hold: 0), at: Self.at(310))
    _ = next.resume(watch.book.all, aliveAt: Self.at(300), runs: [])
    let lives = [("no time", 400), ("no time", 500), (nil, 600), (nil, 700)] as [(String?, Int64)]
    let states = lives.map { missed, second in
      _ = next.slotDue("mixed", missed: missed, at: Self.at(second))
      return next.book.all.map(\.state)
    }
    #expect(states == [[.firing], [.firing], [.firing], [.inactive]])
  }

  @Test func `baselines are judged and not alerted on`() throws {
    var plan = Self.plan(hold: 0)
    plan.canaries[0].alerts = false
    var watch = Watch(plan, at: Self.at(0))
    #expect(watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.2), at: Self.at(1)).isEmpty)
    #expect(watch.judgements(of: Self.identity).map(\.verdict) == [.breached])
  }

  /// The same runs once through one watch, and once through two, the second of which takes up what the first has left.
  @Test func `a restart changes nothing`() throws {
    let runs = try [(10, 0.2), (310, 0.2), (610, 0.001), (910, 0.001)].map { (Self.at($0), try Self.run(late: $1)) }
    var through = Watch(Self.plan(hold: 400), at: Self.at(0))
    var expected: [AlertChange] = []
    for (endedAt, evidence) in runs { expected += through.runEnded(Self.identity, .completed, evidence: evidence, at: endedAt) }
    expected += through.advance(to: Self.at(3000))

    for cut in 0...runs.count {
      var first = Watch(Self.plan(hold: 400), at: Self.at(0))
      var changes: [AlertChange] = []
      for (endedAt, evidence) in runs.prefix(cut) {
        changes += first.runEnded(Self.identity, .completed, evidence: evidence, at: endedAt)
      }
      let now = cut == 0 ? Self.at(0) : runs[cut - 1].0
      var second = Watch(Self.plan(hold: 400), at: now)
      changes += second.resume(
        first.book.all, aliveAt: now, runs: runs.prefix(cut).map { (Self.identity, RunOutcome.completed, nil, $1, $0) })
      for (endedAt, evidence) in runs.dropFirst(cut) {
        changes += second.runEnded(Self.identity, .completed, evidence: evidence, at: endedAt)
      }
      changes += second.advance(to: Self.at(3000))
      #expect(Self.words(changes) == Self.words(expected), "cut after run \(cut)")
    }
  }

  @Test func `another plan ends what it does not watch, and keeps what it does`() throws {
    var watch = Watch(Self.plan(hold: 0), at: Self.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.2), at: Self.at(1))
    var tighter = Self.plan(hold: 0)
    tighter.canaries[0].targets.append(.memory)
    #expect(Self.words(watch.apply(tighter, at: Self.at(5))) == ["goes on"])
    #expect(watch.judgements(of: Self.identity).map(\.verdict) == [.breached, .unknown])
    var looser = Self.plan(hold: 0)
    looser.canaries[0].targets = [Target(.eventLoopLatency, .quantile(0.99), .below(1))]
    #expect(Self.words(watch.apply(looser, at: Self.at(6))) == ["firing>inactive cleared@6s"])
    _ = watch.apply(Self.plan(hold: 0), at: Self.at(7))
    #expect(Self.words(watch.apply(WatchPlan(canaries: []), at: Self.at(8))) == ["firing>inactive reconfigured@8s"])
  }

  @Test func `windows and waits go on where the clock was set`() throws {
    var watch = Watch(Self.plan(hold: 60), at: Self.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.2), at: Self.at(10))
    watch.clockWasSet(by: 3_600_000)
    #expect(watch.nextDue == Self.at(3670))
    #expect(watch.advance(to: Self.at(3669)).isEmpty)
    #expect(watch.judgements(of: Self.identity).map(\.verdict) == [.breached])
  }

  // MARK: Failures

  @Test func `runs that fail count in the window, until they leave it`() throws {
    var watch = Watch(Self.plan(), at: Self.at(0))
    _ = watch.runEnded(Self.identity, .failed, reason: "no room", evidence: nil, at: Self.at(10))
    _ = watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.001), at: Self.at(20))
    _ = watch.runEnded(Self.identity, .cancelled, reason: "stopped", evidence: nil, at: Self.at(30))
    #expect(watch.failures(of: Self.identity).runs == FailureTally(failed: 1, all: 2))
    #expect(watch.failures(of: Self.identity).verdict == .breached)
    let revision = watch.revision
    _ = watch.advance(to: Self.at(611))
    #expect(watch.failures(of: Self.identity).runs == FailureTally(failed: 0, all: 1))
    #expect(watch.failures(of: Self.identity).verdict == .met && watch.revision > revision)
    _ = watch.advance(to: Self.at(700))
    #expect(watch.failures(of: Self.identity).verdict == .unknown)
  }

  @Test func `they go on where the clock was set, another plan came, or another agent takes over`() throws {
    var watch = Watch(Self.plan(), at: Self.at(0))
    _ = watch.runEnded(Self.identity, .crashed, evidence: nil, at: Self.at(10))
    watch.clockWasSet(by: 3_600_000)
    _ = watch.apply(Self.plan([.memory]), at: Self.at(3620))
    #expect(watch.failures(of: Self.identity).runs.failed == 1)
    var next = Watch(Self.plan(), at: Self.at(100))
    _ = next.resume([], aliveAt: Self.at(100), runs: [(Self.identity, .timeout, "slow", nil, Self.at(50))])
    #expect(next.failures(of: Self.identity).commonestReason == "slow")
  }

  @Test func `a completed run whose items fail is one that fails`() throws {
    let run = { (items: ItemCounts) in
      RunEvidence(
        latency: LatencyHistogram(), samples: [], wallSeconds: 1, cpuSeconds: 1, cores: 1, ioWaitSeconds: 0, items: items)
    }
    var watch = Watch(Self.plan(), at: Self.at(0))
    #expect(
      Self.words(watch.runEnded(Self.identity, .completed, evidence: run(ItemCounts(failed: 40)), at: Self.at(10)))
        == ["inactive>pending breached@10s (critical)"])
    #expect(watch.isFailing(Self.identity))
    _ = watch.runEnded(Self.identity, .cancelled, evidence: nil, at: Self.at(12))
    #expect(watch.isFailing(Self.identity))
    _ = watch.advance(to: Self.at(80))
    let alert = try #require(watch.book.all.first)
    #expect(alert.state == .firing && alert.subject.name == .runFailing)
    #expect(alert.annotations["description"]?.contains("40 of 40 items came to no good end (40 failed)") == true)
    _ = watch.runEnded(Self.identity, .completed, evidence: run(ItemCounts(ok: 99, failed: 1)), at: Self.at(90))
    #expect(!watch.isFailing(Self.identity))
  }

  @Test func `since when an alert fires moves with a clock that is set, and its name does not`() throws {
    var watch = Watch(Self.plan(hold: 0), at: Self.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try Self.run(late: 0.2), at: Self.at(10))
    let before = try #require(watch.book.all.first)
    watch.moveStamps(by: 7_200_000)
    let after = try #require(watch.book.all.first)
    #expect(before.firedAt == Self.at(10) && after.firedAt == Self.at(7210))
    #expect(after.id == before.id)
  }
}
