import Samples
import Telemetry

/// What the loops of some processes came to together.
struct LoopSum: Sendable {
  private(set) var isEmpty = true
  /// Lateness.
  private(set) var latency = LatencyHistogram()
  private var runningNs = 0.0
  /// `nil` as soon as the turns of one cannot be seen.
  private var busyNs: Double? = 0
  private var longestRunningNs: Int64 = 0

  mutating func add(_ process: ProcessAccount) {
    isEmpty = false
    latency.merge(process.latency)
    guard let snapshot = process.snapshot else { return }
    runningNs += Double(snapshot.runningNs)
    busyNs = snapshot.busyNs.flatMap { busy in busyNs.map { $0 + Double(busy) } }
    longestRunningNs = max(longestRunningNs, snapshot.runningNs)
  }

  /// The share of the time in which they ran for which they did something.
  var busyRatio: Double? { runningNs > 0 ? busyNs.map { $0 / runningNs } : nil }

  /// For how long they ran, in the process in which they did so for longest.
  var longestRunningSeconds: Double { Double(longestRunningNs) * 1e-9 }
}
