import Runs
import Samples
import Sampling
import Scheduling
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
  /// By the agent's clock; what is its own as well.
  private var hostIsKnownUntil = Int64.min
  private let intervalLength: Duration
  private var chronicle: AppChronicle
  /// `nil` while no process is there.
  private var meter: IntervalMeter?
  private var untoldStalls = UntoldStalls()

  init(name: String, uid: UInt32, past: AppPast?, begunTicks: UInt64?, intervalLength: Duration) {
    self.name = name
    self.uid = uid
    self.intervalLength = intervalLength
    chronicle = AppChronicle(past: past, begunTicks: begunTicks)
  }

  // MARK: Processes

  mutating func opened(_ connection: Int, _ hello: AppMessage.Hello, _ peer: AppPeerIdentity, at now: Duration) -> AppRefusal? {
    let key = WatchedProcess.Key(hello, peer, connection)
    // It has lost its connection, and this was not seen yet.
    for (old, process) in processes where process.key == key { leave(process, old, at: now) }
    guard processes.count < WatchedApp.mostProcesses else { return .processes }
    let before = remembered.lastIndex { $0.key == key }.map { remembered.remove(at: $0).figures }
    let process = WatchedProcess(key, hello, peer, before: before, at: now)
    chronicle.joined(process, beside: processes.values.map(\.hello.version))
    processes[connection] = process
    leftAt = nil
    if meter == nil { meter = newMeter(at: now) }
    meter?.has(processes: processes.count)
    meter?.goesOn(in: chronicle.life)
    return nil
  }

  mutating func closed(_ connection: Int, at now: Duration, isRefused: Bool) {
    guard let process = processes[connection] else { return }
    leave(process, connection, at: now, isRefused: isRefused)
    if processes.isEmpty { leftAt = now }
  }

  private mutating func leave(_ process: WatchedProcess, _ connection: Int, at now: Duration, isRefused: Bool = false) {
    processes[connection] = nil
    chronicle.left(process, at: now, isLast: processes.isEmpty, isRefused: isRefused)
    meter?.goesOn(in: chronicle.life)
    guard let figures = process.figures else { return }
    remembered.append((process.key, figures))
    if remembered.count > WatchedApp.mostRemembered { remembered.removeFirst() }
  }

  // MARK: What they say

  mutating func received(_ connection: Int, _ message: AppMessage, at now: Duration, wall: Timestamp) {
    guard let place = processes.index(forKey: connection) else { return }
    processes.values[place].hear(at: now)
    switch message {
    case .hello: break
    case .bye: processes.values[place].saysFarewell()
    case .snapshot(let told): receive(told, place, at: now)
    case .stall(let told): receive(told, place, at: now, wall)
    case .standing(let told): processes.values[place].receive(told)
    }
  }

  /// A line was left out.
  mutating func dropped() { totals.droppedByAgent += 1 }

  /// The place of a process among all. It is changed there: a copy of it for each thing that it says would cost more than what it says.
  private typealias Place = Dictionary<Int, WatchedProcess>.Index

  private mutating func receive(_ told: AppMessage.Snapshot, _ place: Place, at now: Duration) {
    // Taken out, so that what is written is not a copy.
    var names = QueueNames()
    swap(&names, &queueNames)
    let gain = processes.values[place].receive(told) { names.label(of: $0, at: now) }
    swap(&names, &queueNames)
    sample(place, at: now)
    let isCounted = counts(place)
    if let gain {
      if isCounted { meter?.add(gain, of: processes.values[place].key) }
      totals.add(from: gain.old, to: gain.new)
      totals.stalls += Double(gain.untoldStalls)
      totals.stallSeconds.add(StallBudget([.unexplained: gain.untoldStallSeconds]))
    }
    guard let lateness = LatencyHistogram(told: told.latency), processes.values[place].canHaveRecorded(lateness) else {
      return dropped()
    }
    guard isCounted else { return }
    latency.add(lateness, at: now)
    meter?.add(lateness)
  }

  /// Whether it is judged by this process: a loop that does next to nothing would hide how late those are that work.
  private func counts(_ place: Place) -> Bool {
    processes.values[place].figures?.isBystander != true || !processes.values.contains { $0.figures?.isBystander == false }
  }

  private mutating func receive(_ told: AppMessage.Stall, _ place: Place, at now: Duration, _ wall: Timestamp) {
    processes.values[place].receive(told)
    let process = processes.values[place]
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
    // What it says of the future is not so.
    let endedAt = min(now, .nanoseconds(told.endedNs + process.clockShift))
    meter?.add(stall, endedAt: endedAt)
    untoldStalls.add(stall, pid: process.key.pid, of: name, ago: now - endedAt, at: now, wall)
  }

  // MARK: Intervals

  private func newMeter(at now: Duration) -> IntervalMeter {
    let due = IntervalMeter.due(of: name, length: intervalLength, after: now)
    return IntervalMeter(at: now, due: due, totals: totals, life: chronicle.life)
  }

  /// Takes the levels of all processes together, unless it is not certain which they are.
  private mutating func sample(_ place: Place, at now: Duration) {
    guard meter != nil else { return }
    meter?.add(ready: processes.values[place].figures?.readyMax)
    guard meter?.wantsSample(at: now) == true, !chronicle.isUnsettled,
      processes.values.allSatisfy({ $0.figures != nil || now - $0.since > WatchedProcess.patience })
    else { return }
    meter?.sample(AppView.Figures(Array(processes.values)), at: now)
  }

  /// What is to be read of it before an interval is cut, or after one has begun; `nil`: nothing.
  func wish(at now: Duration, isLast: Bool) -> AppWish? {
    guard let meter, !processes.isEmpty else { return nil }
    let all = processes.values.compactMap { process in process.peer.pid.flatMap(Int32.init(exactly:)).map { (process, $0) } }
    let wantsHost = !meter.isRead || now >= meter.due || isLast
    let asked = wantsHost ? all : all.filter { !$0.0.areThreadsKnown }
    guard !asked.isEmpty else { return nil }
    return AppWish(app: name, pids: asked.map(\.1).sorted(), wantsHost: wantsHost, ownPids: all.map(\.1))
  }

  mutating func stoppedListening() { chronicle.stoppedListening() }

  /// What is left of it when it is forgotten.
  var past: AppPast { AppPast(life: chronicle.life, version: chronicle.version, knownUntilTicks: nil) }

  /// Takes what was read, and what time has brought.
  mutating func cut(_ reading: AppReading?, at now: Moment, isLast: Bool, into news: inout AppNews) {
    chronicle.settle(at: now.uptime, isEmpty: processes.isEmpty)
    meter?.goesOn(in: chronicle.life)
    meter?.stamp(now)
    lookForStands(at: now.uptime, &news)
    cutInterval(reading, at: now, isLast: isLast, &news)
    chronicle.take(of: name, at: now, into: &news)
    news.stalls += untoldStalls.take()
  }

  private mutating func cutInterval(_ reading: AppReading?, at now: Moment, isLast: Bool, _ news: inout AppNews) {
    guard let current = meter else { return }
    let hasEnded = processes.isEmpty && (isLast || !chronicle.isUnsettled)
    let isDue = (isLast || now.uptime >= current.due) && !processes.isEmpty
    if let reading { take(reading) }
    guard hasEnded || isDue else { return }
    let end = hasEnded ? leftAt : isLast ? now.uptime : nil
    if let interval = meter?.interval(of: name, until: now, last: end, totals: totals) {
      news.intervals.append(interval)
    }
    meter = hasEnded ? nil : newMeter(at: now.uptime)
    meter?.has(processes: processes.count)
    meter?.stamp(now)
    if let reading { meter?.read(reading) }
  }

  private mutating func take(_ reading: AppReading) {
    meter?.read(reading)
    for (connection, process) in processes
    where process.peer.pid.map({ reading.pids.contains(Int32(truncatingIfNeeded: $0)) }) ?? false {
      processes[connection]?.areThreadsKnown = true
    }
  }

  private mutating func lookForStands(at now: Duration, _ news: inout AppNews) {
    var longest: AppView.Standing?
    for (connection, process) in processes {
      guard let stand = process.stand(at: now), stand.seconds >= AppOccurrence.longStanding else { continue }
      if stand.seconds > longest?.seconds ?? 0 { longest = stand }
      if let untold = processes[connection]?.untoldStand(at: now, longerThan: AppOccurrence.longStanding) {
        chronicle.stands(process, untold, at: now)
      }
    }
    if let longest {
      news.standing.append(
        AppStand(app: name, seconds: longest.seconds, place: longest.frame ?? longest.waitChannel))
    }
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

  /// See `AppBook.hostWish`.
  func hostWish(of connection: Int, _ stall: AppMessage.Stall) -> (pid: Int, since: Int64)? {
    guard let process = processes[connection], let pid = representative else { return nil }
    let since = stall.endedNs + process.clockShift
    return hostIsKnownUntil < since ? (pid, since) : nil
  }

  mutating func hostRead(_ reading: HostReading, isThorough: Bool) {
    if isThorough { hostIsKnownUntil = max(hostIsKnownUntil, reading.nanoseconds) }
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
      standingSeconds: ordered.map { $0.standingSeconds(at: now) }.max() ?? 0, stalls: stalls,
      leftOut: chronicle.leftOut + untoldStalls.leftOut)
  }
}

extension HostReading {
  fileprivate func shifted(by nanoseconds: Int64) -> HostReading {
    HostReading(
      nanoseconds: self.nanoseconds &+ nanoseconds, stealSeconds: stealSeconds, throttledSeconds: throttledSeconds,
      busySeconds: busySeconds)
  }
}
