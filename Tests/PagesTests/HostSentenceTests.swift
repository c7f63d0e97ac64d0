import Alerting
import Samples
import Snapshots
import Storage
import Testing
import Thresholds

import Pages

/// How a host is, in a sentence: each state that it can be in.
@Suite struct HostSentenceTests {
  private static let identity = RunIdentity(mix: "cpu-bound", strategy: .hybrid, runtime: .swift)
  private static let at = PageFixtures.at

  /// Runs on four cores in which the loop was late by so much, which used so many of them, and whose host others used as well.
  private static func evidence(
    late: UInt64 = 4100, used: Double = 3.2, others: Double = 0.1, waited: Double = 0, bottleneck: Bottleneck? = nil
  ) -> Evidence {
    var evidence = Evidence()
    for _ in 0..<3 {
      let samples = (1...20).flatMap { step in
        let elapsed = Double(step) / 10
        return [Sample(.cpuUtilization, elapsed: elapsed, value: used / 4), Sample(.ioWait, elapsed: elapsed, value: 0.1)]
      }
      var run = RunEvidence(
        latency: LatencyHistogram(ascending: [.init(upperMicroseconds: late, count: 500)]) ?? LatencyHistogram(),
        samples: samples, wallSeconds: 2, cpuSeconds: 2 * used, cores: 4, ioWaitSeconds: 0.2)
      run.account = RunAccount(ranSeconds: 2 * used, waitedSeconds: waited)
      run.host = HostUse(seconds: 2, capacitySeconds: 8, othersSeconds: 2 * others)
      run.bottleneck = bottleneck
      evidence.add(run)
    }
    return evidence
  }

  private static func canary(_ evidence: Evidence, alerts: Bool = true) -> AgentSnapshot.Canary {
    .init(
      identity: identity, kind: .cpu, everySeconds: 300, alerts: alerts,
      judgements: [Target.eventLoopLatency, .cpuUtilization].map { TargetEvaluator.judge($0, by: evidence) })
  }

  /// A run that ended so many seconds ago, while others used so many of the four cores.
  private static func run(_ age: Double = 10, others: Double = 0.1, used: Double = 3.2, load: Double = 0.8) -> RunDetail {
    var run = PageFixtures.run(
      7, Fleet.Entry(identity, .cpu), at: at.advanced(bySeconds: -age))
    run.figures?.seconds = 2
    run.figures?.cpuUserSeconds = 2 * used
    run.figures?.cpuSystemSeconds = 0
    run.host = HostUse(seconds: 2, capacitySeconds: 8, othersSeconds: 2 * others)
    run.account = RunAccount(ranSeconds: 2 * used, waitedSeconds: 0)
    run.parameters = RunParameters()
    run.parameters?.load = load
    return RunDetail(run: run)
  }

  /// One of which nothing is known but its figures.
  private static var bare: RunDetail {
    var detail = run()
    (detail.run.host, detail.run.account) = (nil, nil)
    return detail
  }

  private static func host(
    _ canaries: [AgentSnapshot.Canary], runs: [RunDetail] = [run()], age: Double = 4000
  ) -> AgentSnapshot {
    var snapshot = PageFixtures.snapshot(canaries)
    snapshot.startedAt = at.advanced(bySeconds: -age)
    snapshot.newestRuns = runs
    return snapshot
  }

  private static let nothing = Evidence()

  private static var failing: AgentSnapshot.Canary {
    var canary = canary(evidence())
    canary.failures.add(.completed)
    canary.failures.add(.failed, reason: "no room")
    return canary
  }

  private static var starting: AgentSnapshot {
    var snapshot = host([canary(nothing)], runs: [], age: 2)
    snapshot.nextRunAt = at.advanced(bySeconds: 5)
    return snapshot
  }

  private static var underWay: AgentSnapshot {
    var snapshot = host([canary(nothing)], runs: [], age: 2)
    snapshot.running = .init(identity: identity, startedAt: at)
    return snapshot
  }

  private static var missing: AgentSnapshot {
    var snapshot = host([canary(evidence())])
    snapshot.missing = [identity]
    return snapshot
  }

  private static let blamed = "cpu-bound, hybrid, swift: CPU utilisation"

  private static let table: [(name: String, snapshot: AgentSnapshot, headline: String, text: String, verdict: Verdict?)] = [
    (
      "healthy", host([canary(evidence())]), "loops are fine",
      "The worst p99 is 4.1 ms of 100 ms, of cpu-bound, hybrid, swift. Others use 3 % of the host's cores.", .met
    ),
    (
      "contended, not breached", host([canary(evidence())], runs: [run(others: 1.48, used: 2.016)]), "loops are fine",
      "The worst p99 is 4.1 ms of 100 ms, of cpu-bound, hybrid, swift. "
        + "Others use 37 % of the host's cores, so cpu-bound gets 63 % of what it asks for.", .met
    ),
    ("the first run is due", starting, "nothing to judge yet", "The first run is at \(clock(5)).", nil),
    (
      "the first run is under way", underWay, "nothing to judge yet",
      "The first run, cpu-bound, hybrid, swift, has been under way since \(clock(0)).", nil
    ),
    (
      "too few runs", host([canary(nothing)], age: 40), "nothing to judge yet",
      "1 run so far: too few to judge by. Others use 3 % of the host's cores.", nil
    ),
    (
      "the first round", host([canary(evidence()), canary(nothing)], age: 40), "no trouble so far",
      "The worst p99 is 4.1 ms of 100 ms, of cpu-bound, hybrid, swift. Others use 3 % of the host's cores. "
        + "2 of 4 targets are judged so far.", nil
    ),
    (
      "unknown for long", host([canary(evidence()), canary(nothing)]), "2 of 4 targets not judged, none is breached",
      "The worst p99 is 4.1 ms of 100 ms, of cpu-bound, hybrid, swift. Others use 3 % of the host's cores.", .unknown
    ),
    (
      "breached by the host", host([canary(evidence(used: 2, others: 2, waited: 3))], runs: [run(others: 2, used: 2)]),
      "1 of 2 targets is breached, the host is the cause",
      "Others use 50 % of the host's cores, so cpu-bound gets 63 % of what it asks for. \(blamed) 50 %, limit 70-90 %.", .breached
    ),
    (
      "breached by the program", host([canary(evidence(used: 2, bottleneck: .loop))], runs: [bare]),
      "1 of 2 targets is breached, the program is the cause", "\(blamed) 50 %, limit 70-90 %.", .breached
    ),
    (
      "breached by both", host([canary(evidence(late: 250_000, used: 2, bottleneck: .loop))], runs: [bare]),
      "2 of 2 targets are breached: 1 by the program, 1 unexplained",
      "\(blamed) 50 %, limit 70-90 %; cpu-bound, hybrid, swift: Event-loop latency 250 ms, limit p(99) < 100 ms.", .breached
    ),
    (
      "failures", host([failing], runs: [bare]), "too much fails in 1 of 1 canary",
      "cpu-bound, hybrid, swift: 1 of 2 runs failed, since: no room.", .breached
    ),
    (
      "stale", host([canary(evidence())], runs: [run(720)]), "no run has ended for 12 min",
      "The figures are of \(clock(-720)).", .unknown
    ),
    ("no run for long", host([canary(nothing)], runs: [], age: 900), "no run has ended for 15 min", "", .unknown),
    (
      "a canary cannot run", missing, "loops are fine",
      "The worst p99 is 4.1 ms of 100 ms, of cpu-bound, hybrid, swift. Others use 3 % of the host's cores. 1 canary cannot run.",
      .unknown
    ),
    ("no mix", host([], runs: []), "nothing is judged", "No mix is run.", nil),
  ]

  private static func clock(_ seconds: Double) -> String {
    String(at.advanced(bySeconds: seconds).iso8601.dropFirst(11).prefix(8))
  }

  @Test(arguments: table.map(\.name))
  func `A host is told in a sentence`(name: String) throws {
    let row = try #require(Self.table.first { $0.name == name })
    let sentence = HostSentence(row.snapshot)
    #expect(sentence.headline == row.headline)
    #expect(sentence.text == row.text)
    #expect(sentence.verdict == row.verdict)
  }
}
