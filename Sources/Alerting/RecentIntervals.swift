import Samples
import Thresholds

/// What is kept of an application's intervals in the windows of its targets, in little memory: an agent may watch fifty applications, and memory is
/// looked at for hours. Within the windows that need it everything is kept; of older ones no more than memory and tasks.
struct RecentIntervals: Sendable {
  private struct Whole {
    let endedAt: Timestamp
    let packed: PackedInterval
  }

  private struct Past {
    let endedAt: Timestamp
    let memory: Double
    let tasks: Float
    let life: Int32
    let seconds: Float
    let cores: Float

    var levels: AppLevels {
      AppLevels(
        at: endedAt.seconds, life: Int(life), memory: memory.isNaN ? nil : memory, tasks: tasks.isNaN ? nil : Double(tasks),
        cores: Double(cores))
    }
  }

  private var whole: [Whole] = []
  private var past: [Past] = []

  mutating func add(_ interval: RunEvidence, endedAt: Timestamp) {
    if let packed = PackedInterval(interval) { whole.append(Whole(endedAt: endedAt, packed: packed)) }
  }

  /// Forgets what no window needs any more.
  ///
  /// - Parameters:
  ///   - window: the longest of those that need everything, in seconds.
  ///   - longest: the longest of all.
  mutating func forget(before now: Timestamp, window: Double, longest: Double) {
    // Without spare room for as many again.
    if past.isEmpty { past.reserveCapacity(Int(min(10_000, max(0, longest - window) / AppInterval.standardSeconds)) + 4) }
    let old = whole.prefix { !Self.isInside($0.endedAt, window, now) }
    for interval in old {
      let (levels, seconds) = (interval.packed.levels, interval.packed.seconds)
      past.append(
        Past(
          endedAt: interval.endedAt, memory: levels.memory ?? .nan, tasks: levels.tasks.map { Float($0) } ?? .nan,
          life: Int32(truncatingIfNeeded: levels.life),
          seconds: Float(seconds), cores: Float(levels.cores)))
    }
    whole.removeFirst(old.count)
    past.removeFirst(past.prefix { !Self.isInside($0.endedAt, longest, now) }.count)
  }

  /// Of those that are in a window.
  func evidence(within window: Double, at now: Timestamp) -> Evidence {
    var evidence = Evidence()
    for each in past where Self.isInside(each.endedAt, window, now) { evidence.add(each.levels) }
    for each in whole where Self.isInside(each.endedAt, window, now) { evidence.add(each.packed.evidence(endedAt: each.endedAt)) }
    return evidence
  }

  /// When the first that is in a window began.
  func begin(within window: Double, at now: Timestamp) -> Timestamp? {
    if let first = past.first(where: { Self.isInside($0.endedAt, window, now) }) {
      return first.endedAt.later(milliseconds: -Double(first.seconds).milliseconds)
    }
    let first = whole.first { Self.isInside($0.endedAt, window, now) }
    return first.map { $0.endedAt.later(milliseconds: -$0.packed.seconds.milliseconds) }
  }

  /// When the newest ended.
  var newest: Timestamp? { whole.last?.endedAt ?? past.last?.endedAt }

  /// When the first leaves a window, after an instant.
  func leaving(_ window: Double, after judged: Timestamp) -> Timestamp? {
    let due = { (endedAt: Timestamp) in endedAt.later(milliseconds: window.milliseconds + 1) }
    return past.lazy.map { due($0.endedAt) }.first { $0 > judged } ?? whole.lazy.map { due($0.endedAt) }.first { $0 > judged }
  }

  /// The wall clock was set by so much.
  mutating func shift(by milliseconds: Int64) {
    whole = whole.map { Whole(endedAt: $0.endedAt.later(milliseconds: milliseconds), packed: $0.packed) }
    past = past.map {
      Past(
        endedAt: $0.endedAt.later(milliseconds: milliseconds), memory: $0.memory, tasks: $0.tasks, life: $0.life,
        seconds: $0.seconds,
        cores: $0.cores)
    }
  }

  private static func isInside(_ endedAt: Timestamp, _ window: Double, _ now: Timestamp) -> Bool {
    now.milliseconds - endedAt.milliseconds <= window.milliseconds
  }
}
