import Runs
import Samples
import Sampling
import Telemetry

/// One application: its processes that are connected, and what all of them have come to. A value without I/O and without a clock.
struct WatchedApp {
  /// Processes that are connected at the same time.
  static let mostProcesses = 16
  /// For so long after its last process has left it is known that it should be there.
  static let mourned = Duration.seconds(300)
  /// Processes that have left and may come back, as they do when their connection was lost.
  private static let mostRemembered = 64
  private static let mostStalls = 20
  private static let mostReadings = 60

  let name: String
  /// Of its first process. Those of other users are another application.
  let uid: UInt32
  private(set) var processes: [Int: WatchedProcess] = [:]
  private(set) var totals = AppTotals()
  private(set) var leftAt: Duration?
  private(set) var stalls: [RecentStall] = []
  private var latency = AppLatency()
  private var queueNames = QueueNames()
  private var remembered: [(key: WatchedProcess.Key, figures: ProcessFigures)] = []
  private var host: [HostReading] = []

  init(name: String, uid: UInt32) {
    self.name = name
    self.uid = uid
  }

  // MARK: Processes

  mutating func opened(_ connection: Int, _ hello: AppMessage.Hello, _ peer: AppPeerIdentity, at now: Duration) -> AppRefusal? {
    let key = WatchedProcess.Key(hello, peer, connection)
    // It has lost its connection, and this was not seen yet.
    for (old, process) in processes where process.key == key { remember(process, old) }
    guard processes.count < WatchedApp.mostProcesses else { return .processes }
    let before = remembered.lastIndex { $0.key == key }.map { remembered.remove(at: $0).figures }
    processes[connection] = WatchedProcess(key, hello, peer, before: before, at: now)
    leftAt = nil
    return nil
  }

  mutating func closed(_ connection: Int, at now: Duration) {
    guard let process = processes[connection] else { return }
    remember(process, connection)
    if processes.isEmpty { leftAt = now }
  }

  private mutating func remember(_ process: WatchedProcess, _ connection: Int) {
    processes[connection] = nil
    guard let figures = process.figures else { return }
    remembered.append((process.key, figures))
    if remembered.count > WatchedApp.mostRemembered { remembered.removeFirst() }
  }

  // MARK: What they say

  mutating func received(_ connection: Int, _ message: AppMessage, at now: Duration, wall: Timestamp) {
    guard processes[connection] != nil else { return }
    processes[connection]?.hear(at: now)
    switch message {
    case .hello, .bye: break
    case .snapshot(let told): receive(told, connection, at: now)
    case .stall(let told): receive(told, connection, wall)
    case .standing(let told): processes[connection]?.receive(told)
    }
  }

  /// A line was left out.
  mutating func dropped() { totals.droppedByAgent += 1 }

  private mutating func receive(_ told: AppMessage.Snapshot, _ connection: Int, at now: Duration) {
    // Taken out, so that what is written is not a copy.
    var names = QueueNames()
    swap(&names, &queueNames)
    let gain = processes[connection]?.receive(told) { names.label(of: $0, at: now) }
    swap(&names, &queueNames)
    if let gain {
      totals.add(from: gain.old, to: gain.new)
      totals.stalls += Double(gain.untoldStalls)
      totals.stallSeconds.add(StallBudget([.unexplained: gain.untoldStallSeconds]))
    }
    receive(latency: told.latency, connection, at: now)
  }

  private mutating func receive(latency pairs: [[UInt64]], _ connection: Int, at now: Duration) {
    guard let histogram = LatencyHistogram(told: pairs), processes[connection]?.canHaveRecorded(histogram) == true else {
      return dropped()
    }
    // A loop that does next to nothing would hide how late those are that work.
    if processes[connection]?.figures?.isBystander == true, processes.values.contains(where: { $0.figures?.isBystander == false })
    {
      return
    }
    latency.add(histogram, at: now)
  }

  private mutating func receive(_ told: AppMessage.Stall, _ connection: Int, _ wall: Timestamp) {
    guard let process = processes[connection] else { return }
    processes[connection]?.receive(told)
    let readings = hostReadings(around: told, process.clockShift)
    let outside = StallAttribution(host: readings, stoppedAt: process.stoppedAt, controlLate: nil)
    let stall = StallRuling(outside: outside).stall(told)
    if stall.isStartup {
      totals.startupStalls += 1
    } else {
      totals.stalls += 1
      totals.stallSeconds.add(stall.stall.budget)
    }
    stalls = stalls.suffix(WatchedApp.mostStalls - 1) + [RecentStall(at: wall, pid: process.key.pid, stall: stall)]
  }

  /// As the process' own clock has them: those until a stall ended, and the newest, which was taken for it; what is between may lack what is
  /// the application's own.
  private func hostReadings(around stall: AppMessage.Stall, _ clockShift: Int64) -> [HostReading] {
    let own = clockShift == 0 ? host : host.map { $0.shifted(by: -clockShift) }
    return own.prefix { $0.nanoseconds < stall.endedNs } + own.suffix(1).filter { $0.nanoseconds >= stall.endedNs }
  }

  // MARK: What is seen from outside

  /// The process that the host is read for: the oldest connection.
  var representative: Int? { processes.keys.sorted().lazy.compactMap { self.processes[$0]?.peer.pid }.first }

  mutating func hostRead(_ reading: HostReading) {
    guard reading.nanoseconds > host.last?.nanoseconds ?? .min else { return }
    host = host.suffix(WatchedApp.mostReadings - 1) + [reading]
  }

  mutating func looked(_ connection: Int, _ look: AppLook, at now: Duration) { processes[connection]?.looked(look, at: now) }

  // MARK: What is shown

  mutating func takeLatency() -> LatencyHistogram { latency.take() }

  func view(at now: Duration) -> AppView {
    let ordered = processes.sorted { ($0.value.key.pid, $0.key) < ($1.value.key.pid, $1.key) }.map(\.value)
    return AppView(
      name: name, uid: uid, isUp: !processes.isEmpty, processes: ordered.map { AppView.ProcessView($0, at: now) }, totals: totals,
      latency: latency.recent(at: now), figures: AppView.Figures(ordered),
      standingSeconds: ordered.map { $0.standingSeconds(at: now) }.max() ?? 0, stalls: stalls)
  }
}

extension HostReading {
  fileprivate func shifted(by nanoseconds: Int64) -> HostReading {
    HostReading(
      nanoseconds: self.nanoseconds &+ nanoseconds, stealSeconds: stealSeconds, throttledSeconds: throttledSeconds,
      busySeconds: busySeconds)
  }
}
