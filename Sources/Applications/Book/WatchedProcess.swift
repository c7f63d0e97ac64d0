import Samples
import Telemetry

/// One process of an application that is connected. A value without I/O and without a clock.
struct WatchedProcess {
  /// Tells processes apart, whatever they say of themselves as long as the kernel tells.
  struct Key: Hashable {
    let pid: Int
    let startTicks: UInt64?
    let instance: String?
    /// Of one that nothing tells from others: it is another process with each connection.
    let connection: Int?

    init(_ hello: AppMessage.Hello, _ peer: AppPeerIdentity, _ connection: Int) {
      pid = peer.pid ?? hello.pid
      self.connection = peer.pid == nil && hello.instance == nil ? connection : nil
      startTicks = peer.startTicks
      instance = hello.instance
    }
  }

  /// A process that has told nothing for so long is looked at from outside.
  static let patience = Duration.seconds(3)
  /// Clocks that differ by less are one: the message was under way.
  private static let clockTolerance: Int64 = 1_000_000_000
  /// Instants on the grid of latencies are so far apart, and a process has at most so many loops.
  private static let (grid, mostLoops) = (10_000_000.0, 8.0)
  private static let freeLatencies = 2000.0

  let key: Key
  let hello: AppMessage.Hello
  let peer: AppPeerIdentity
  let since: Duration
  /// What is to be added to its clock's nanoseconds for those of the agent.
  let clockShift: Int64
  private(set) var heardAt: Duration
  private(set) var figures: ProcessFigures?
  private(set) var busyRatio: Double?
  private(set) var standing: AppMessage.Standing?
  private(set) var look: AppLook?
  private(set) var stoppedAt: [Int64] = []
  /// Whether it has said that it ends.
  private(set) var hasSaidFarewell = false
  /// Whether what the kernel had counted for its threads when it came is known.
  var areThreadsKnown = false
  /// Until when, by its own clock, it is told that its loop stands.
  private var toldStanding = Int64.min
  private var isFirst = true
  private var latencies = 0.0
  /// Stalls that were told one by one since the figures were.
  private var toldStalls = 0
  private var toldStallNs: Int64 = 0

  /// - Parameter before: what it had come to when it was connected last.
  init(_ key: Key, _ hello: AppMessage.Hello, _ peer: AppPeerIdentity, before: ProcessFigures?, at now: Duration) {
    self.key = key
    self.hello = hello
    self.peer = peer
    figures = before
    since = now
    heardAt = now
    let shift = now.nanoseconds - hello.monotonicNs
    clockShift = abs(shift) < WatchedProcess.clockTolerance ? 0 : shift
  }

  mutating func saysFarewell() { hasSaidFarewell = true }

  /// Says that it was heard.
  mutating func hear(at now: Duration) {
    heardAt = now
    look = nil
  }

  // MARK: Snapshots

  /// What a snapshot adds.
  struct Gain {
    /// `nil`: it came to nothing before.
    let old: ProcessFigures?
    let new: ProcessFigures
    /// Stalls that were counted and never told.
    let untoldStalls: Int
    let untoldStallSeconds: Double
  }

  /// Takes a snapshot. Returns what it adds; `nil` if it is older than what is known, or the first of a process that had begun before it was
  /// known here: what it came to until then was never seen, and is not counted.
  mutating func receive(_ told: AppMessage.Snapshot, name: (String) -> String) -> Gain? {
    // Another probe of the same process counts from 0 again.
    if isFirst, let figures, told.seq <= figures.seq { self.figures = nil }
    if let figures, told.seq <= figures.seq { return nil }
    isFirst = false
    standing = nil
    let (old, new) = (figures, ProcessFigures(told, name: name))
    figures = new
    busyRatio = ratio(from: old, to: new)
    defer { (toldStalls, toldStallNs) = (0, 0) }
    guard old != nil || new.seq == 1 else { return nil }
    let untold = max(0, new.stalls - (old?.stalls ?? 0) - toldStalls)
    let untoldNs = untold > 0 ? max(0, new.stallNs - (old?.stallNs ?? 0) - toldStallNs) : 0
    return Gain(old: old, new: new, untoldStalls: untold, untoldStallSeconds: Double(untoldNs) * 1e-9)
  }

  private func ratio(from old: ProcessFigures?, to new: ProcessFigures) -> Double? {
    guard let old, let before = old.busyNs, let busy = new.busyNs, new.runningNs > old.runningNs else { return nil }
    return min(1, max(0, Double(busy - before) / Double(new.runningNs - old.runningNs)))
  }

  /// Whether a process can have been late so often, by how long its loops have run by what it says itself.
  mutating func canHaveRecorded(_ histogram: LatencyHistogram) -> Bool {
    let count = latencies + Double(histogram.count)
    let most = Double(figures?.runningNs ?? 0) / WatchedProcess.grid * WatchedProcess.mostLoops + WatchedProcess.freeLatencies
    guard count <= most else { return false }
    latencies = count
    return true
  }

  // MARK: Stalls

  /// Notes a stall that was told.
  mutating func receive(_ stall: AppMessage.Stall) {
    standing = nil
    toldStalls += 1
    toldStallNs = min(toldStallNs + stall.nanoseconds, 1 << 60)
  }

  /// Notes that a loop stands.
  mutating func receive(_ standing: AppMessage.Standing) { self.standing = standing }

  /// Notes what was seen from outside.
  mutating func looked(_ look: AppLook, at now: Duration) {
    self.look = look
    if look.isStopped { stoppedAt = stoppedAt.suffix(59) + [now.nanoseconds - clockShift] }
  }

  /// Whether it should be looked at from outside.
  func isSilent(at now: Duration) -> Bool { (figures?.isRunning ?? false) && now - heardAt >= WatchedProcess.patience }

  /// For how long its loop has stood by now; 0 while it turns.
  func standingSeconds(at now: Duration) -> Double {
    if let standing { return max(0, Double(now.nanoseconds - clockShift - standing.sinceNs) * 1e-9) }
    return look != nil && isSilent(at: now) ? (now - heardAt) / .seconds(1) : 0
  }

  /// How its loop stands by now; `nil` while it turns.
  func stand(at now: Duration) -> AppView.Standing? {
    let stood = standingSeconds(at: now)
    guard stood > 0 else { return nil }
    return AppView.Standing(
      seconds: stood, look: look, waitChannel: look?.waitChannel ?? standing?.waitChannel, frame: standing?.frame,
      stack: standing?.stack ?? [], task: standing?.task)
  }

  /// How its loop stands, if that is for so long and was not told yet: each stand is told once.
  mutating func untoldStand(at now: Duration, longerThan seconds: Double) -> AppView.Standing? {
    guard let stand = stand(at: now), stand.seconds >= seconds else { return nil }
    let own = now.nanoseconds - clockShift
    let since = standing?.sinceNs ?? heardAt.nanoseconds - clockShift
    guard since > toldStanding else { return nil }
    toldStanding = own
    return stand
  }
}

extension Duration {
  /// Cut off.
  var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
