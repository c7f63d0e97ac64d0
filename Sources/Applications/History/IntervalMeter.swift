import Runs
import Samples
import Scheduling
import Sampling

/// Measures what all processes of an application do until an interval of it is cut. A value without a clock.
struct IntervalMeter {
  /// An interval at the end of an application is none if it is shorter.
  private static let shortest = Duration.seconds(5)
  /// Between two samples of the levels.
  private static let spacing = Duration.milliseconds(900)
  /// A stall that ended so much earlier was told late, and is of another time.
  private static let oldest = Duration.seconds(5)

  let begun: Duration
  /// The same by all clocks, from the first time on that it was looked at.
  private var moment: Moment?
  /// When it is to be cut.
  let due: Duration
  private let totals: AppTotals
  private var life: Int
  private var processes = 0
  private var latency = LatencyHistogram()
  private var stalls = StallSummary()
  private var startupStalls = 0
  private var loopSeconds: Double?
  private var activeSeconds: Double?
  /// For how long the loops of each process ran, and did something.
  private var turns: [WatchedProcess.Key: (running: Double, active: Double)] = [:]
  private var levels = AppLevelSums()
  private var sampledAt: Duration?
  private var work = WorkAccount()
  private var readings = 0

  init(at now: Duration, due: Duration, totals: AppTotals, life: Int) {
    begun = now
    self.due = due
    self.totals = totals
    self.life = life
  }

  /// When the next of an application is to be cut: so that those of many do not fall together.
  static func due(of app: String, length: Duration, after now: Duration) -> Duration {
    let phase = length * share(of: app)
    let earliest = now + length / 3
    let past = ((earliest - phase) / length).rounded(.up)
    return max(phase + length * past, earliest)
  }

  /// From 0 to 1, as if by chance: FNV-1a, with the last step of MurmurHash3, since names differ in their last letter.
  private static func share(of name: String) -> Double {
    var hash = name.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    return Double((hash ^ (hash >> 33)) >> 32) / 4_294_967_296
  }

  /// What was not stamped yet, is by what the wall clock says now.
  mutating func stamp(_ now: Moment) {
    guard moment == nil else { return }
    let ago = now.uptime - begun
    moment = Moment(
      wall: now.wall.advanced(bySeconds: -max(0, ago / .seconds(1))), uptime: begun, sinceBoot: now.sinceBoot - ago)
  }

  // MARK: What is told

  mutating func has(processes count: Int) { processes = max(processes, count) }

  /// Levels of another life are not comparable.
  mutating func goesOn(in life: Int) {
    guard life != self.life else { return }
    self.life = life
    levels = AppLevelSums()
    sampledAt = nil
  }

  mutating func add(_ told: LatencyHistogram) { latency.merge(told) }

  mutating func add(_ gain: WatchedProcess.Gain, of process: WatchedProcess.Key) {
    guard let new = AppTotals.turns(from: gain.old, to: gain.new) else { return }
    loopSeconds = (loopSeconds ?? 0) + new.running
    activeSeconds = (activeSeconds ?? 0) + new.active
    let known = turns[process] ?? (0, 0)
    turns[process] = (known.running + new.running, known.active + new.active)
  }

  /// - Parameter endedAt: by the agent's clock.
  mutating func add(_ stall: AppStall, endedAt: Duration) {
    guard endedAt >= begun - IntervalMeter.oldest else { return }
    if stall.isStartup { startupStalls += 1 } else { stalls.add(stall.atOwnFrame) }
  }

  mutating func add(ready count: Int?) { levels.add(ready: count) }

  /// Whether the levels are to be sampled.
  func wantsSample(at now: Duration) -> Bool { sampledAt.map { now - $0 >= IntervalMeter.spacing } ?? true }

  mutating func sample(_ figures: AppView.Figures, at now: Duration) {
    sampledAt = now
    levels.add(figures)
  }

  // MARK: What is seen from outside

  /// Whether what the kernel tells of it was read at its begin.
  var isRead: Bool { readings > 0 }

  /// Takes what the kernel has counted by now: when it begins, when it ends, and of processes that have come meanwhile, whose time before is none
  /// of this interval.
  mutating func read(_ reading: AppReading) {
    guard let host = reading.host else { return work.know(reading.threads) }
    if isRead {
      work.receive(reading.threads)
      if let consumers = reading.consumers { work.receive(consumers) }
    } else {
      work.know(reading.threads)
    }
    work.receive(host, agentSeconds: reading.agentSeconds)
    readings += 1
  }

  // MARK: The interval

  /// What it comes to by an instant; `nil` if it is too short to be one.
  ///
  /// - Parameter last: when the last process left, or the watching ended; `nil`: it goes on.
  func interval(of app: String, until now: Moment, last: Duration?, totals reached: AppTotals) -> AppInterval? {
    let length = (last ?? now.uptime) - begun
    guard last == nil || length >= IntervalMeter.shortest else { return nil }
    let seconds = max(0, length / .seconds(1))
    let startedAt = moment.map { now.wall(of: $0) } ?? now.wall.advanced(bySeconds: -seconds)
    var interval = AppInterval(
      app: app, startedAt: min(startedAt, now.wall), endedAt: now.wall, seconds: seconds, life: life, processes: processes)
    interval.latency = latency
    interval.stalls = stalls
    interval.startupStalls = startupStalls
    interval.loopSeconds = loopSeconds
    interval.activeSeconds = activeSeconds
    interval.busiest = BusiestShare(turns.values)
    reached.write(since: totals, to: &interval)
    levels.write(to: &interval)
    if readings > 1 {
      interval.account = work.run(ranSeconds: interval.cpuSeconds)
      interval.host = work.host(ranSeconds: interval.cpuSeconds, besideSeconds: 0)
    }
    interval.roundNamed()
    return interval
  }
}
