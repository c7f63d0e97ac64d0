import Alerting
import Samples
import Testing
import Thresholds

/// How many bad runs make an alert.
@Suite struct BadRunTests {
  private static let identity = WatchTests.identity

  @Test(arguments: ["2 of 3", "1 of 1", "100 of 100", "1 of 5"])
  func `It is read as it is written`(_ text: String) throws {
    #expect(try BadRunRule(parsing: text).text == text)
  }

  @Test(arguments: [
    "", "2", "2/3", "two of three", "2 of", "2 of 3 of 4", "-1 of 3", "0 of 3", "4 of 3", "0 of 0", "1 of 101", "2 Of 3", "2of3",
    "1 of 99999999999999999999",
  ])
  func `What cannot be meant is refused`(_ text: String) {
    #expect(throws: BadRunProblem.self) { try BadRunRule(parsing: text) }
  }

  /// A plan with the rules that there are without a configuration.
  private static func plan(every: Double = 300, window: Double = 900, badRuns: BadRunRule = .standard) -> WatchPlan {
    WatchPlan(
      canaries: [WatchPlan.Canary(identity: identity, targets: [.eventLoopLatency], alerts: true, every: every)],
      rules: AlertRule.standard.map { rule in
        var rule = rule
        rule.badRuns = badRuns
        return rule
      }, window: window)
  }

  /// A run every so many seconds: `B` is late, `C` critically late, `F` fails, `.` is as it should be, a space is a slot without a run.
  /// Returns what became of alerts.
  private static func play(_ runs: String, _ plan: WatchPlan, every: Int64 = 300, until: Int64? = nil) throws -> [String] {
    var watch = Watch(plan, at: WatchTests.at(0))
    var changes: [AlertChange] = []
    for (number, run) in runs.enumerated() where run != " " {
      let end = WatchTests.at(Int64(number) * every + 3)
      let late = ["B": 0.2, "C": 0.7][run] ?? 0.001
      let evidence = run == "F" ? nil : try WatchTests.run(late: late)
      changes += watch.runEnded(identity, run == "F" ? .failed : .completed, evidence: evidence, at: end)
    }
    changes += watch.advance(to: WatchTests.at(until ?? Int64(runs.count) * every))
    return changes.compactMap { change in
      guard case .transition(let transition) = change else { return nil }
      return AlertScript.text(.transition(transition))
    }
  }

  @Test(arguments: ["B.........", "..B..B..B..B", "B..B", "F.....F....", "C....", "B..F..B"])
  func `One bad run of three is no alert, not even a pending one`(_ runs: String) throws {
    #expect(try Self.play(runs, Self.plan()) == [])
  }

  @Test func `Two in a row are one alert, two minutes later, which ends six minutes after the second good run`() throws {
    #expect(
      try Self.play("..BB........", Self.plan()) == [
        "inactive>pending breached@903s", "pending>firing held@1023s", "firing>inactive cleared@1863s",
      ])
  }

  @Test func `Two bad runs with a good one between them are one as well, and so is a run that is bad every other time`() throws {
    #expect(try Self.play("B.B", Self.plan()).last == "pending>firing held@723s")
    #expect(
      try Self.play("B.B.B.B.B.B.B", Self.plan()) == ["inactive>pending breached@603s", "pending>firing held@723s"])
  }

  @Test func `A fault that lasts fires twelve minutes after it began at the latest`() throws {
    // The run before it had just ended.
    #expect(try Self.play(".BBBBBB", Self.plan()).last == "pending>firing held@723s")
  }

  @Test func `It is critical if two runs of three were`() throws {
    #expect(try !Self.play("CB..", Self.plan()).contains { $0.contains("critical") })
    #expect(
      try Self.play("CC", Self.plan()) == [
        "inactive>pending breached@303s", "inactive>pending breached@303s (critical)", "pending>firing held@423s",
        "pending>firing held@423s (critical)",
      ])
  }

  @Test func `Runs that fail are an alert by the same rule, also if they fail every other time`() throws {
    #expect(
      try Self.play("FF.......", Self.plan()) == [
        "inactive>pending breached@303s (critical)", "pending>firing held@423s (critical)",
        "firing>inactive cleared@1263s (critical)",
      ])
    #expect(try Self.play("F.F.F.F.F.F", Self.plan()).count == 2)
  }

  @Test func `Other rules than the standard one`() throws {
    #expect(try Self.play("B", Self.plan(badRuns: .newest)).last == "pending>firing held@123s")
    let rule = try BadRunRule(parsing: "3 of 4")
    #expect(try Self.play("BB..BB.", Self.plan(badRuns: rule)) == [])
    #expect(try Self.play("BB.B", Self.plan(badRuns: rule)).last == "pending>firing held@1023s")
  }

  // MARK: Slots that are far apart

  @Test(arguments: [3600, 4 * 3600, 86400] as [Int64])
  func `Where slots are far apart, two bad runs are one alert that lasts from slot to slot`(_ every: Int64) throws {
    let plan = Self.plan(every: Double(every))
    #expect(
      try Self.play("BBBB", plan, every: every) == [
        "inactive>pending breached@\(every + 3)s", "pending>firing held@\(every + 123)s",
      ])
    #expect(try Self.play("B..B..", plan, every: every) == [])
  }

  @Test func `A combination that has a run only in every third slot is judged by its last three runs`() throws {
    #expect(try Self.play("B  B  B", Self.plan()).contains("pending>firing held@1023s"))
    #expect(try Self.play("B  .  .  B  ", Self.plan()) == [])
  }

  @Test func `A bad run of yesterday does not count beside the first one of today`() throws {
    #expect(try Self.play("B" + String(repeating: " ", count: 288) + "B", Self.plan(), until: 90_000) == [])
  }

  @Test func `What was bad before a restart, or before another plan, counts afterwards`() throws {
    let runs = try [
      (Self.identity, RunOutcome.completed, nil as String?, WatchTests.run(late: 0.2) as RunEvidence?, WatchTests.at(3))
    ]
    var next = Watch(Self.plan(), at: WatchTests.at(200))
    _ = next.resume([], aliveAt: WatchTests.at(200), runs: runs)
    _ = next.apply(Self.plan(every: 600), at: WatchTests.at(250))
    #expect(next.badRuns(of: Self.identity).map(\.runs.bad) == [1])
    #expect(!next.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: 0.2), at: WatchTests.at(303)).isEmpty)
  }

  @Test func `Runs that have left their window count on if another plan judges them by the same target`() throws {
    var plan = Self.plan(every: 3600)
    var watch = Watch(plan, at: WatchTests.at(0))
    _ = watch.runEnded(Self.identity, .completed, evidence: try WatchTests.run(late: 0.2), at: WatchTests.at(3))
    _ = watch.advance(to: WatchTests.at(3000))
    plan.canaries[0].targets.append(.memory)
    _ = watch.apply(plan, at: WatchTests.at(3000))
    #expect(watch.badRuns(of: Self.identity).map(\.runs.bad) == [1, 0])
    plan.canaries[0].targets[0] = Target(.eventLoopLatency, .max, .below(0.1))
    _ = watch.apply(plan, at: WatchTests.at(3000))
    #expect(watch.badRuns(of: Self.identity).map(\.runs.known) == [0, 0])
  }
}
