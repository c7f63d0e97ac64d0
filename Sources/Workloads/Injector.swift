import Glibc
import LoopProbe
import Samples
import Telemetry

/// Does to the loop on purpose what is to be told rightly. To be used on the loop's thread alone.
struct Injector {
  /// What has held the loop, from when until when.
  private(set) var done: [InjectedHold] = []
  private var kept: [[UInt8]] = []

  /// Holds the loop, or takes memory.
  mutating func inject(_ injection: RunOrder.Injection, scratch: String) {
    let started = MonotonicClock.now()
    switch injection.kind {
    case .compute: holdByComputing(injection.amount)
    case .sleep: sleepNanoseconds(injection.amount)
    case .fsync: holdBySyncing(injection.amount, in: scratch)
    case .gc, .gil: return  // There is neither here.
    case .leak:
      kept.append([UInt8](repeating: 1, count: Int(clamping: injection.amount)))
      return
    }
    done.append(.init(kind: injection.kind.rawValue, startedNs: started, endedNs: MonotonicClock.now()))
  }

  private func holdByComputing(_ nanoseconds: Int64) {
    let end = ThreadClock.now() + nanoseconds
    while ThreadClock.now() < end { _ = Kernel.integer.compute(seed: 1, operations: 10_000) }
  }

  /// Where no file can be made there, it ends at once.
  private func holdBySyncing(_ nanoseconds: Int64, in directory: String) {
    let end = MonotonicClock.now() + nanoseconds
    guard let file = try? DiskFile(directory: directory) else { return }
    while MonotonicClock.now() < end, (try? file.perform(1)) != nil {}
  }
}
