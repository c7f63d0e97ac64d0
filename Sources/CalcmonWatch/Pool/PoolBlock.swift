package import Telemetry

/// A thread of the pool sleeps in a task. A value without a clock.
package struct PoolBlock: Sendable {
  /// How often it is looked at: often while its end is near, as most are.
  private static let close: Int64 = 1_000_000
  private static let wide: Int64 = 20_000_000
  private static let long: Int64 = 2_000_000_000

  /// When it fell asleep, if that is known; else the look before the first at which it slept.
  package private(set) var began: Int64
  /// Whether `began` is when it fell asleep.
  package private(set) var isBeginKnown = false
  private let noticed: Int64
  private let timeslices: UInt64
  private let channel: String?
  /// The functions in which it sleeps, innermost first; empty: they are not known.
  package var stack: [String] = []
  private var looks = 1
  private var seenAt: Int64

  /// - Parameters:
  ///   - before: the look before, at which it did not sleep so.
  ///   - timeslices: as it is given another, it no longer sleeps.
  package init(at now: Int64, notBefore before: Int64, timeslices: UInt64, channel: String?) {
    began = min(before, now)
    noticed = now
    seenAt = now
    self.timeslices = timeslices
    self.channel = channel
  }

  /// Whether it is one and the same sleep.
  package func isSame(_ timeslices: UInt64) -> Bool { self.timeslices == timeslices }

  /// Whether it may have become a stall, so that its begin is worth asking for.
  package func isBeginWanted(at now: Int64, stallLimit: Int64) -> Bool {
    !isBeginKnown && now - began >= stallLimit - PoolBlock.close
  }

  /// The kernel has said when it fell asleep; 0: it does not know, and it is taken to have been when it was seen first.
  package mutating func fellAsleep(at instant: Int64) {
    began = instant > 0 ? min(max(instant, began), noticed) : noticed
    isBeginKnown = true
  }

  /// It still sleeps.
  package mutating func seen(at now: Int64) {
    looks += 1
    seenAt = now
  }

  /// When it should be looked at again, so that its end is known if it becomes a stall.
  package func nextLook(at now: Int64, stallLimit: Int64) -> Int64 {
    let slept = now - began
    if slept < stallLimit { return max(now + PoolBlock.close, began + stallLimit - PoolBlock.close) }
    return now + (slept < PoolBlock.long ? PoolBlock.close : PoolBlock.wide)
  }

  /// What to tell when it is found to have ended: it did between the last two looks.
  package func report(endedBy now: Int64) -> TelemetryMessage.StallReport {
    let ended = max(began + 1, seenAt + (now - seenAt) / 2)
    let isInFutex = channel?.contains("futex") ?? false
    return TelemetryMessage.StallReport(
      startedNs: began, endedNs: ended, onCpuNs: 0, runqueueNs: 0, looks: looks, looksAsleep: looks,
      looksInFutex: isInFutex ? looks : 0, noticedNs: min(noticed, ended), waitChannel: channel,
      stack: stack)
  }
}
