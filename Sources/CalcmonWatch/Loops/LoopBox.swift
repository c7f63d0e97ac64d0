import Synchronization
import Telemetry

/// What a loop has come to: the loop writes, the watcher's thread reads.
final class LoopBox: Sendable {
  /// What is known of the loop.
  struct Figures: Sendable {
    /// As `ps -T` shows it.
    var thread = ""
    /// The folder of its thread in procfs.
    var folder = ""
    var began: Int64?
    var ended: Int64?
    /// On a core or waiting for one, and asleep in what held it; `nil` if the kernel does not account for it.
    var busyNs: Int64?
    var stalls = 0
    var stallNs: Int64 = 0
    var longestNs: Int64 = 0
    var turns = 0
    /// By then it should turn.
    var due = Int64.max
    var lateness = LatenessTally()

    /// For how long it has run.
    func runningNs(at now: Int64) -> Int64 { began.map { max(0, (ended ?? now) - $0) } ?? 0 }
  }

  private let figures = Mutex(Figures())

  /// Notes what the loop tells.
  func note(_ change: (inout Figures) -> Void) { figures.withLock { change(&$0) } }

  /// The figures until now.
  func read() -> Figures { figures.withLock { $0 } }

  /// What has come since it was taken last: lateness, and the longest interval without a turn.
  func take() -> (lateness: LatenessTally, longestNs: Int64) {
    figures.withLock { figures in
      defer { (figures.lateness, figures.longestNs) = (LatenessTally(), 0) }
      return (figures.lateness, figures.longestNs)
    }
  }
}
