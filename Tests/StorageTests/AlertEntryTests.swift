import Alerting
import CalcmonTesting
import Samples
import Storage
import Testing

/// What is kept of alerts, and found again.
@Suite struct AlertEntryTests {
  private let now = StoreFolder.now

  @Test func `An alert is found again as it was, with all of its instants`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    var alert = Episode().alert(.firing, fired: 120, value: 0.1 + 0.2)
    alert.keepSince = now.advanced(bySeconds: 130)
    alert.unknownSince = now.advanced(bySeconds: 140)
    alert.paused = 77
    let ofMix = Episode(name: .slotsMissed, identity: nil, mix: "idle").alert(.pending, value: nil)
    try await store.write([.alertState(alert), .alertState(ofMix)])
    #expect(Set(try await store.alertMemory().alerts) == [alert, ofMix])
    #expect(Set(try folder.reader().alerts()) == [alert, ofMix])
    #expect(try folder.reader().alerts().map(\.subject) == [alert, ofMix].sorted { $0.labels < $1.labels }.map(\.subject))
    try await store.close(at: now)
  }

  @Test func `What becomes of an alert is there in order, and its newest state alone`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let episode = Episode()
    let transitions = [episode.pends(), episode.fires(), episode.resolves(after: 300)]
    for transition in transitions { try await store.write([.alert(transition)]) }
    #expect(try await store.alertMemory().alerts == [transitions[2].alert])
    let found = try folder.reader().alertTransitions(since: now, until: now.advanced(bySeconds: 300))
    #expect(found.map(\.from) == [.inactive, .pending, .firing])
    #expect(found.map(\.to) == [.pending, .firing, .inactive])
    #expect(found.map(\.at) == transitions.map(\.at))
    #expect(found.map(\.reason) == [.breached, .held, .cleared])
    #expect(found.allSatisfy { $0.id == episode.id && $0.labels == transitions[0].alert.labels && $0.value == 0.25 })
    #expect(found.first?.annotations == transitions[0].alert.annotations)
    #expect(
      try folder.reader().alertTransitions(since: now.advanced(bySeconds: 1), until: now.advanced(bySeconds: 299)) == [found[1]])
    try await store.close(at: now)
  }

  @Test func `What was pending and never fired is gone, and what is forgotten takes its deliveries along`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let (brief, long) = (Episode(name: .queueGrowing), Episode())
    let alert = long.fires().alert
    let delivery = Delivery(
      notifier: "log", fingerprint: alert.fingerprint, activeAt: alert.activeAt, state: .firing,
      sentAt: now.advanced(bySeconds: 121))
    try await store.write([
      .alert(brief.pends()), .alert(long.pends()), .alert(brief.clears(after: 60)), .alert(long.fires()), .delivery(delivery),
    ])
    var memory = try await store.alertMemory()
    #expect(memory.alerts == [alert])
    #expect(memory.deliveries == [delivery])
    // A notifier that answers late: it must not leave anything behind.
    try await store.write([.alertForgotten(alert.fingerprint), .delivery(delivery)])
    memory = try await store.alertMemory()
    #expect(memory.alerts == [])
    #expect(memory.deliveries == [])
    #expect(
      try await folder.sqlite("SELECT (SELECT count(*) FROM deliveries), (SELECT count(*) FROM alert_transitions)") == "0|4")
    try await store.close(at: now)
  }

  @Test func `A notifier's newest delivery counts, and the last instant at which alerts were evaluated`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    #expect(try await store.alertMemory().aliveAt == nil)
    let alert = Episode().fires().alert
    func delivery(_ notifier: String, _ state: AlertState, _ seconds: Double) -> Delivery {
      Delivery(
        notifier: notifier, fingerprint: alert.fingerprint, activeAt: alert.activeAt, state: state,
        sentAt: now.advanced(bySeconds: seconds))
    }
    try await store.write([
      .alertState(alert), .delivery(delivery("log", .firing, 121)), .delivery(delivery("webhook/a", .firing, 122)),
      .delivery(delivery("log", .inactive, 400)), .alertsAlive(now.advanced(bySeconds: 60)),
      .alertsAlive(now.advanced(bySeconds: 30)),
    ])
    let memory = try await store.alertMemory()
    #expect(memory.deliveries == [delivery("log", .inactive, 400), delivery("webhook/a", .firing, 122)])
    // The clock may be set back.
    #expect(memory.aliveAt == now.advanced(bySeconds: 30))
    #expect(try folder.reader().alertsAliveAt() == memory.aliveAt)
    try await store.close(at: now)
  }

  @Test func `Whatever is written twice is there once`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let episode = Episode()
    let alert = episode.fires().alert
    let batch: [HistoryEntry] = [
      .alert(episode.pends()), .alert(episode.fires()), .alertState(alert),
      .delivery(Delivery(notifier: "log", fingerprint: alert.fingerprint, activeAt: now, state: .firing, sentAt: now)),
      .alertsAlive(now),
    ]
    let counts =
      "SELECT (SELECT count(*) FROM alert_transitions), (SELECT count(*) FROM alerts), (SELECT count(*) FROM deliveries), (SELECT count(*) FROM alert_clock), (SELECT count(*) FROM alert_evidence)"
    try await store.write([.run(Records.completed(at: now))])
    for _ in 0..<3 {
      try await store.write(batch)
      #expect(try await folder.sqlite(counts) == "2|1|1|1|1")
    }
    try await store.close(at: now)
  }

  @Test func `An alert of the whole host is of no mix, and all runs around it explain it`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let alert = Alert(
      subject: AlertSubject(ofHost: .hostContended),
      labels: Labels([("alertname", "CalcmonHostContended"), ("cause", "host"), ("severity", "warning")]),
      annotations: ["summary": "Others have the cores"], state: .firing, value: 1.6, activeAt: now, firedAt: now)
    let other = RunIdentity(mix: "other", strategy: .async, runtime: .asyncio)
    try await store.write([
      .run(Records.completed(at: now)), .alert(AlertTransition(alert: alert, from: .pending, at: now, reason: .held)),
      .run(Records.completed(other, at: now.advanced(bySeconds: 60))),
    ])
    #expect(try await store.alertMemory().alerts == [alert])
    #expect(try await folder.sqlite("SELECT DISTINCT mix || '|' || ifnull(strategy, 'none') FROM alerts") == "|none")
    #expect(try await folder.sqlite("SELECT count(*) FROM alert_evidence") == "2")
    try await store.close(at: now)
  }

  @Test func `Rows with words that nobody knows are left out`() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    for name in [AlertName.queueGrowing, .memoryGrowing, .ioWaitHigh, .cpuOutOfBand] {
      try await store.write([.alert(Episode(name: name).pends())])
    }
    let known = Episode().pends()
    try await store.write([.alert(known)])
    for (column, name) in [
      ("alertname", "QueueGrowing"), ("state", "MemoryGrowing"), ("labels", "IOWaitHigh"), ("strategy", "CPUOutOfBand"),
    ] {
      _ = try await folder.sqlite("UPDATE alerts SET \(column) = '{nonsense' WHERE alertname = 'Calcmon\(name)'")
    }
    #expect(try await store.alertMemory().alerts == [known.alert])
    try await store.close(at: now)
  }

  @Test func `How alerts stand says nothing of when history was written last`() {
    let episode = Episode()
    #expect(HistoryEntry.alertState(episode.alert(.firing)).at == nil)
    #expect(HistoryEntry.alertForgotten(episode.alert(.firing).fingerprint).at == nil)
    #expect(HistoryEntry.alert(episode.fires()).at == now.advanced(bySeconds: 120))
    #expect(HistoryEntry.alertsAlive(now).at == now)
    #expect(HistoryEntry.alert(episode.fires()).sampleCount == 0)
  }
}
