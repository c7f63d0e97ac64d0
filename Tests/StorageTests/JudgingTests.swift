import Alerting
import CalcmonTesting
import Runs
import Samples
import Storage
import Testing
import Thresholds

/// By what agents judged, and what runs were asked to do, in the history.
@Suite struct JudgingTests {
  private static let now = StoreFolder.now
  private static let machine = HostMachine(name: "web-1", kernel: "Linux 6.1.0", cpu: "Test CPU", cores: 2.5)

  private static func at(_ seconds: Double) -> Timestamp { now.advanced(bySeconds: seconds) }

  /// With everything that a configuration may say.
  private static var plan: JudgingPlan {
    var rules = AlertRule.standard
    rules[0].hold = 600
    rules[0].causes = [.program]
    rules[0].labels = ["team": "\"shop\""]
    rules[0].isEnabled = false
    var latency = Target(.eventLoopLatency, .quantile(0.999), .below(0.0123))
    latency.critical = [Condition(.quantile(0.99), .below(0.5))]
    latency.clearing = [Condition(.max, .atMost(0.01))]
    latency.window = 3600
    return JudgingPlan(
      mixes: [
        JudgingPlan.Mix(name: "checkout", targets: [latency, .queueDepth], alertStrategies: [.sync], every: 60),
        JudgingPlan.Mix(name: "unjudged", targets: []),
      ],
      apps: [
        WatchPlan.App(
          pattern: "work*", targets: [latency, .tasks], queues: ["in": Target(.queueDepth, .max, .below(10))], alerts: false,
          labels: ["team": "shop"])
      ],
      targets: [.cpuUtilization: Target(.cpuUtilization, .ratio, .within(0.5...0.95))], rules: rules, window: 1200, every: 240,
      externalLabels: ["instance": "web-1"])
  }

  @Test(arguments: [JudgingPlan.standard, plan])
  func `A plan is read back as it was in force`(plan: JudgingPlan) async throws {
    let folder = try StoreFolder()
    let store = try HistoryStore(
      path: folder.path, version: "1.2.3", pid: 1, at: Self.now,
      writer: HistoryWriter(.agent, machine: Self.machine, judging: plan))
    try await store.close(at: Self.now)
    let reader = try folder.reader()
    #expect(try reader.judging(at: Self.at(-1)) == nil)
    #expect(try reader.judging(at: Self.at(60)) == JudgingEntry(plan: plan, at: Self.now))
    let measured = try #require(try reader.measuredOn(until: Self.at(60)))
    #expect(measured.machine == Self.machine)
    #expect(measured.version == "1.2.3")
    #expect(try reader.measuredOn(until: Self.at(-1)) == nil)
  }

  @Test func `A plan is in force until another one is, also after restarts`() async throws {
    let folder = try StoreFolder()
    for seconds in [0.0, 100] {
      let store = try HistoryStore(
        path: folder.path, version: "1", pid: 1, at: Self.at(seconds), writer: HistoryWriter(.agent, judging: .standard))
      try await store.close(at: Self.at(seconds + 1))
    }
    let store = try folder.open(at: Self.at(200))
    try await store.write([.judging(JudgingEntry(plan: Self.plan, at: Self.at(200)))])
    try await store.write([.judging(JudgingEntry(plan: Self.plan, at: Self.at(250)))])
    try await store.write([.judging(JudgingEntry(plan: .standard, at: Self.at(300)))])
    try await store.close(at: Self.at(400))
    let reader = try folder.reader()
    let found = try [50.0, 150, 200, 299, 300, 1000].map { try reader.judging(at: Self.at($0))?.at }
    #expect(found == [0, 0, 200, 200, 300, 300].map(Self.at))
  }

  @Test func `A plan is in force also after the clock was ahead for a while`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open(at: Self.now)
    for (plan, seconds) in [(JudgingPlan.standard, 1000.0), (Self.plan, 0), (Self.plan, 50), (.standard, 100)] {
      try await store.write([.judging(JudgingEntry(plan: plan, at: Self.at(seconds)))])
    }
    try await store.close(at: Self.at(200))
    let reader = try folder.reader()
    #expect(
      try [60.0, 150].map { try reader.judging(at: Self.at($0)) }
        == [JudgingEntry(plan: Self.plan, at: Self.now), JudgingEntry(plan: .standard, at: Self.at(100))])
    #expect(try await folder.sqlite("SELECT count(*) FROM judging") == "3")
  }

  @Test(arguments: [
    "'$.window', 1e300", "'$.every', 0", "'$.mixes[0].every', -1", "'$.mixes[0].every', 1e300", "'$.rules[0].hold', 1e300",
    "'$.rules[0].keepFiringFor', -1", "'$.rules[0].noDataAfter', 1e300", "'$.rules[0].badRuns', '9 of 1'",
    "'$.targets.cpu_utilization.target', 'fast'",
  ])
  func `A plan with what no configuration says is left out`(_ change: String) async throws {
    let folder = try StoreFolder()
    let store = try HistoryStore(
      path: folder.path, version: "1", pid: 1, at: Self.now, writer: HistoryWriter(.agent, judging: Self.plan))
    try await store.close(at: Self.now)
    _ = try await folder.sqlite("UPDATE judging SET plan = json_set(plan, \(change))")
    let reader = try folder.reader()
    #expect(try reader.judging(at: Self.now) == nil)
    #expect(reader.damagedRows.counts == ["judging": 1])
  }

  @Test func `A plan that cannot be read is left out, and told`() async throws {
    let folder = try StoreFolder()
    try await folder.open().close(at: Self.now)
    _ = try await folder.sqlite("INSERT INTO judging (since_ms, plan) VALUES (0, '{\"mixes\": 1}')")
    let reader = try folder.reader()
    #expect(try reader.judging(at: Self.now) == nil)
    #expect(reader.damagedRows.counts == ["judging": 1])
  }

  @Test func `An agent goes on from its own runs, and not from those that somebody stored`() async throws {
    let folder = try StoreFolder()
    for (number, command) in [HistoryWriter.Command.agent, .run].enumerated() {
      let store = try HistoryStore(
        path: folder.path, version: "1", pid: 1, at: Self.now, writer: HistoryWriter(command))
      let identity = RunIdentity(mix: command.rawValue, strategy: .async, runtime: .swift)
      try await store.write([.run(Records.completed(identity, at: Self.at(Double(number))))])
      try await store.close(at: Self.at(10))
    }
    let store = try folder.open()
    let runs = try await store.recentRunEvidence(since: Self.at(-100))
    #expect(runs.map(\.identity.mix) == ["agent"])
    try await store.close(at: Self.now)
    var seen: [String] = []
    try folder.reader().forEachRunEvidence(StoreFolder.window(-100, 100)) { seen.append($0.identity.mix) }
    #expect(seen == ["agent"])
    #expect(try folder.reader().histories(StoreFolder.window(-100, 100)).map(\.identity.mix) == ["agent", "run"])
  }

  @Test func `What a run was asked to do is kept once, and read back`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    var parameters = RunParameters()
    parameters.items = 40
    parameters.io = RunParameters.IOStep(kind: .disk, seconds: nil)
    parameters.cpu = RunParameters.CPUStep(kernel: .memory, seconds: 0.06)
    var record = Records.completed(at: Self.now)
    record.parameters = parameters
    try await store.write([.run(record, id: 1), .run(record, id: 2), .run(Records.completed(at: Self.now), id: 3)])
    try await store.close(at: Self.now)
    let reader = try folder.reader()
    #expect(try [1, 2, 3].map { try reader.run($0)?.run.parameters } == [parameters, parameters, nil])
    #expect(RunDetail(record, id: 1).run.parameters == parameters)
    #expect(try await folder.sqlite("SELECT count(*) FROM run_parameters") == "1")
  }

  @Test func `Parameters that cannot be read are told by the run that has them`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    var record = Records.completed(at: Self.now)
    record.parameters = RunParameters()
    try await store.write([.run(Records.completed(at: Self.now), id: 1), .run(record, id: 2)])
    try await store.close(at: Self.now)
    _ = try await folder.sqlite("UPDATE run_parameters SET parameters = '{'")
    let reader = try folder.reader()
    #expect(try reader.newestRuns(StoreFolder.window(-100, 100), limit: 10).map(\.id) == [1])
    #expect(reader.damagedRows.first == DamagedValue(table: "runs", column: "parameters_id", row: 2))
  }

  @Test func `With the last run that was asked to do it goes what it was asked to do`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let day = 86400.0
    for (items, days) in [(1, 10.0), (2, 10), (2, 0)] {
      var record = Records.completed(at: Self.at(-days * day - 3))
      var parameters = RunParameters()
      parameters.items = items
      record.parameters = parameters
      try await store.write([.run(record)])
    }
    for _ in 0..<100 { try await store.write([.run(Records.ended(.failed, reason: "none", at: Self.now))]) }
    var pass = try await store.beginRetention(Retention(raw: day, minute: day, hour: day, size: 1 << 30), now: Self.now)
    while try await store.retain(&pass) {}
    try await store.close(at: Self.now)
    #expect(try await folder.sqlite("SELECT parameters FROM run_parameters") == #"{"items":2}"#)
    #expect(try await folder.sqlite("PRAGMA foreign_key_check") == "")
  }
}
