import Alerting
import Samples
import Testing
import Thresholds

/// One alert for all that the host is the cause of.
@Suite struct HostContentionTests {
  private static let mixes = ["cpu-bound", "mixed", "realtime"]

  private static func identity(_ mix: String) -> RunIdentity { RunIdentity(mix: mix, strategy: .hybrid, runtime: .swift) }

  private static func plan(_ change: (inout AlertRule) -> Void = { _ in }) -> WatchPlan {
    WatchPlan(
      canaries: mixes.map { .init(identity: identity($0), targets: [.eventLoopLatency], alerts: true) },
      rules: AlertRule.standard.map { rule in
        var rule = rule
        change(&rule)
        return rule
      })
  }

  /// A run that is late: because of the host (`H`), the program (`P`), or for no reason that is seen (`U`); or that is as it should be (`.`).
  static func run(_ kind: Character) throws -> RunEvidence {
    let stall: StallCause? = ["H": .runqueue, "P": .callback][kind]
    var run = try WatchTests.run(late: kind == "." ? 0.001 : 0.2, stalls: stall.map { [WatchTests.stall($0)] } ?? [])
    guard kind == "H" else { return run }
    run.account = RunAccount(ranSeconds: 2, waitedSeconds: 6)
    run.host = HostUse(
      seconds: 10, capacitySeconds: 20, othersSeconds: 16,
      consumers: [CPUConsumer(name: "backup.service", seconds: 11), CPUConsumer(name: "prometheus", seconds: 3)])
    return run
  }

  /// A slot of each mix every five minutes, a minute apart from each other; a line of runs for each mix, a column a slot. Returns what became
  /// of the alerts that fire, and what of them people were told.
  private static func play(_ runs: [String], _ plan: WatchPlan = plan(), until: Int64? = nil) throws -> (
    fired: [String], told: [String], Watch
  ) {
    var watch = Watch(plan, at: WatchTests.at(0))
    var book = DeliveryBook([DeliveryBook.Policy(.log)])
    var (fired, told): ([String], [String]) = ([], [])
    func look(_ changes: [AlertChange], _ now: Timestamp) {
      fired += changes.compactMap { change in
        guard case .transition(let transition) = change, transition.to == .firing || transition.from == .firing else {
          return nil
        }
        return "\(word(transition.alert)) \(transition.to)"
      }
      let orders = book.orders(for: watch.book.all, at: now, isMuted: { _ in false }, generatorURL: { _ in "" })
      for sent in orders["log"]?.send ?? [] {
        told.append("\(word(sent.alert)) \(sent.alert.state)")
        _ = book.delivered(sent.alert, to: "log", at: now)
      }
    }
    let slots = runs.map(\.count).max() ?? 0
    for second in stride(from: Int64(0), through: until ?? Int64(slots) * 300 + 2400, by: 5) {
      look(watch.advance(to: WatchTests.at(second)), WatchTests.at(second))
      for (place, line) in runs.enumerated() where second % 300 == place * 60 && second / 300 < line.count {
        let kind = Array(line)[Int(second / 300)]
        guard kind != " " else { continue }
        let changes = watch.runEnded(
          identity(mixes[place]), .completed, evidence: try run(kind), at: WatchTests.at(second))
        look(changes, WatchTests.at(second))
      }
    }
    return (fired, told, watch)
  }

  private static func word(_ alert: Alert) -> String {
    let name = alert.subject.name == .hostContended ? "host" : alert.labels["mix"] ?? ""
    return "\(name)/\(alert.labels["cause"] ?? "")"
  }

  @Test func `A host that is contended for a while is one alert told and one end, whichever mix recovers last`() throws {
    for runs in [
      ["HHHH........", "HHHH........", "HHHH........"], ["HH..........", "HHHHHH......", "............"],
      ["HHH.......", "HHH.......", "..........."],
    ] {
      let (fired, told, _) = try Self.play(runs)
      #expect(told == ["host/host firing", "host/host inactive"], "\(runs)")
      #expect(fired.contains("cpu-bound/host firing") && fired.contains("mixed/host firing"))
    }
  }

  @Test(
    arguments: [
      (["HHHH....", "........", "........"], ["cpu-bound/host firing", "cpu-bound/host inactive"]),
      (
        ["PPPP....", "PPPP....", "........"],
        ["cpu-bound/program firing", "mixed/program firing", "cpu-bound/program inactive", "mixed/program inactive"]
      ),
      (["H.......", "H.......", "H......."], []),
      (["H...H...H", ".H...H...", "..H...H.."], []),
      (
        ["UUUU....", "HHHH....", "........"],
        ["cpu-bound/unexplained firing", "mixed/host firing", "cpu-bound/unexplained inactive", "mixed/host inactive"]
      ),
    ] as [([String], [String])])
  func `One mix alone is not the host, nor is the program, nor one bad run of each`(_ runs: [String], _ told: [String]) throws {
    #expect(try Self.play(runs).told == told)
  }

  @Test func `What the program does meanwhile is told beside it`() throws {
    let (_, told, _) = try Self.play(["HHHH........", "HHHH........", "PPPP........"])
    #expect(told.contains("realtime/program firing") && told.contains("host/host firing"))
    #expect(!told.contains("mixed/host firing") && !told.contains("cpu-bound/host firing"))
  }

  @Test func `The second mix needs no second bad run, so that the first alert is the host's`() throws {
    let (_, told, _) = try Self.play(["HH", "H"], until: 500)
    #expect(told == ["host/host firing"])
  }

  @Test func `A mix that joins while the first alert waits makes it the host's, and no later`() throws {
    let (_, told, watch) = try Self.play(["HHH", ".HH", ".HH"], until: 425)
    #expect(told == ["host/host firing"])
    #expect(watch.book.all.filter { $0.state == .firing }.map(Self.word).sorted() == ["cpu-bound/host", "host/host"])
    let (_, all, _) = try Self.play(["HHHH........", ".HHH........", ".HHH........"])
    #expect(all == ["host/host firing", "host/host inactive"])
  }

  @Test func `What was told before another mix joined is no reason to hurry`() throws {
    let joined = try Self.play(["HHHH", "..HH"], until: 660 + 115)
    #expect(joined.told == ["cpu-bound/host firing"])
    #expect(try Self.play(["HHHH", "..HH"], until: 660 + 120).told == ["cpu-bound/host firing", "host/host firing"])
  }

  @Test func `Time in which the agent was down does not count for the host's alert either`() throws {
    let (_, _, watch) = try Self.play(["HH"], until: 350)
    var next = Watch(Self.plan(), at: WatchTests.at(950))
    let bad = try Self.run("H")
    let runs = [0, 300].map {
      (Self.identity("cpu-bound"), RunOutcome.completed, nil as String?, bad as RunEvidence?, WatchTests.at($0))
    }
    _ = next.resume(watch.book.all, aliveAt: WatchTests.at(350), runs: runs)
    _ = next.runEnded(Self.identity("mixed"), .completed, evidence: bad, at: WatchTests.at(960))
    _ = next.advance(to: WatchTests.at(1019))
    #expect(next.book.all.allSatisfy { $0.state == .pending } && next.book.all.count == 2)
    _ = next.advance(to: WatchTests.at(1020))
    #expect(next.book.all.allSatisfy { $0.state == .firing })
  }

  @Test func `It says who had the cores, which mixes and targets it explains, and is of no mix`() throws {
    let (_, _, watch) = try Self.play(["HH", "HH"], until: 700)
    let alert = try #require(watch.book.all.first { $0.subject.name == .hostContended })
    #expect(alert.labels == Labels([("alertname", "CalcmonHostContended"), ("cause", "host"), ("severity", "warning")]))
    #expect(alert.value == 1.6)
    #expect(alert.annotations["summary"] == "Others have the cores of this host")
    #expect(
      alert.annotations["description"]
        == "The host is the cause of breached targets in 2 mixes, over up to the last 5 min, at 1970-01-01T00:06:00Z: "
        + "cpu-bound (event_loop_latency) and mixed (event_loop_latency). "
        + "Others used 1.6 of 2 cores: backup.service 1.1, prometheus 0.3. The run's threads waited 24 s for a core. "
        + "Nothing in the programs would help. Their own alerts for this cause are not sent while this one fires.")
  }

  /// A run that others left a tenth of a core.
  private static func scarce() throws -> RunEvidence {
    let late = try run("H")
    var run = RunEvidence(
      latency: late.latency, queueDepth: late.queueDepth, memory: late.memory, wallSeconds: 10, cpuSeconds: 1.1, cores: 0.1,
      ioWaitSeconds: 0, cpuSamples: 100, ioWaitSamples: 100)
    (run.account, run.host) = (late.account, late.host)
    return run
  }

  @Test func `A mix that others left too little to be judged by counts, and breaches nothing itself`() throws {
    var plan = Self.plan()
    plan.canaries[0] = .init(identity: Self.identity("cpu-bound"), targets: [.cpuUtilization], alerts: true)
    var watch = Watch(plan, at: WatchTests.at(0))
    for slot in Int64(0)..<4 {
      let start = slot * 300
      _ = watch.runEnded(Self.identity("cpu-bound"), .completed, evidence: try Self.scarce(), at: WatchTests.at(start + 10))
      _ = watch.runEnded(Self.identity("mixed"), .completed, evidence: try Self.run("H"), at: WatchTests.at(start + 70))
      for second in stride(from: start + 75, to: start + 300, by: 5) { _ = watch.advance(to: WatchTests.at(second)) }
    }
    let firing = watch.book.all.filter { $0.state == .firing }.map(Self.word)
    #expect(firing.sorted() == ["host/host", "mixed/host"])
    #expect(watch.judgements(of: Self.identity("cpu-bound")).map(\.verdict) == [.unknown])
  }

  @Test func `Baselines do not count`() throws {
    var plan = Self.plan()
    plan.canaries[1].alerts = false
    #expect(
      try Self.play(["HHHH....", "HHHH....", "........"], plan).told == ["cpu-bound/host firing", "cpu-bound/host inactive"])
  }

  @Test func `If its rule is off each mix tells for itself; a target whose rule is off does not count`() throws {
    let off = Self.plan { if $0.name == .hostContended { $0.isEnabled = false } }
    #expect(
      try Self.play(["HHHH....", "HHHH....", "........"], off).told.sorted() == [
        "cpu-bound/host firing", "cpu-bound/host inactive", "mixed/host firing", "mixed/host inactive",
      ])
    let without = Self.plan { if $0.name == .eventLoopLatencyHigh { $0.isEnabled = false } }
    #expect(try Self.play(["HHHH....", "HHHH....", "........"], without).told == [])
  }

  @Test func `Who wants to hear of the program only is told of nothing that the host does`() throws {
    let plan = Self.plan { if $0.name.hasJudgedCause { $0.causes = [.program] } }
    #expect(
      try Self.play(["HHHH....", "HHHH....", "PPPP...."], plan).told == ["realtime/program firing", "realtime/program inactive"])
  }

  @Test func `It goes on while nothing is known, between slots that are far apart, and through a restart`() throws {
    let (_, told, watch) = try Self.play(["HH", "HH"], until: 2400)
    #expect(told == ["host/host firing"])
    #expect(watch.book.all.filter { $0.state == .firing }.count == 3)
    var next = Watch(Self.plan(), at: WatchTests.at(2410))
    let changes = next.resume(watch.book.all, aliveAt: WatchTests.at(2400), runs: [])
    #expect(!changes.contains { if case .transition = $0 { true } else { false } })
    #expect(next.book.all.filter { $0.state == .firing }.count == 3)
  }

  @Test func `An agent of an earlier version left an alert without a cause: it goes on with one, as one`() throws {
    let (_, _, watch) = try Self.play(["PP"], until: 500)
    let alert = try #require(watch.book.all.first)
    let old = Alert(
      subject: alert.subject, labels: alert.labels.without("cause"), annotations: [:], state: .firing, value: 1,
      activeAt: WatchTests.at(300), firedAt: WatchTests.at(420))
    var next = Watch(Self.plan(), at: WatchTests.at(500))
    let runs = try [0, 300].map {
      (Self.identity("cpu-bound"), RunOutcome.completed, nil as String?, try Self.run("P") as RunEvidence?, WatchTests.at($0))
    }
    _ = next.resume([old], aliveAt: WatchTests.at(500), runs: runs)
    #expect(next.book.all.filter { $0.state == .firing }.map { $0.labels["cause"] } == ["program"])
    #expect(next.book.all.filter { $0.state == .inactive }.map(\.labels) == [old.labels])
  }
}
