import Rendering
package import Samples

/// How far `calcmon run` is, from what the run under way says.
package struct RunProgress: Sendable {
  private let identity: RunIdentity
  private let items: Int
  private var done = 0
  private var elapsed = 0.0
  private var queueDepth = 0
  private var inFlight = 0
  private var worstLatency = 0.0

  /// - Parameter items: of the run; 0 where it has none.
  package init(_ identity: RunIdentity, items: Int) {
    self.identity = identity
    self.items = items
  }

  /// Takes the run's next word.
  package mutating func receive(_ progress: WorkProgress) {
    done = progress.done
    elapsed = progress.elapsed
    queueDepth = progress.queueDepth
    inFlight = progress.inFlight
    worstLatency = max(worstLatency, progress.eventLoopLatencySeconds)
  }

  private var itemsPerSecond: Double { elapsed > 0 ? Double(done) / elapsed : 0 }

  /// A line for a terminal: bar, done of all, rate, worst latency so far.
  package var bar: String { bar(columns: nil) }

  /// The same, made to fit.
  package func bar(columns: Int?) -> String {
    ProgressText.line(
      "\(identity.strategy.rawValue) in \(identity.runtime.rawValue)", share: items > 0 ? Double(done) / Double(items) : 0,
      notes: [
        "\(done)/\(items)", "\(Digits.text(itemsPerSecond)) items/s", "latency up to \(DurationText.text(worstLatency))",
      ], columns: columns)
  }

  /// `{"progress": {…}}` as a line.
  package func json() throws -> String {
    try JSONLine.text(
      JSONProgress(
        progress: .init(
          mix: identity.mix, strategy: identity.strategy, runtime: identity.runtime, items: items, done: done, seconds: elapsed,
          itemsPerSecond: itemsPerSecond, queueDepth: queueDepth, inFlight: inFlight,
          eventLoopLatencySeconds: .init(max: worstLatency))))
  }
}

private struct JSONProgress: Encodable {
  struct Latency: Encodable {
    let max: Double
  }

  struct Body: Encodable {
    let mix: String
    let strategy: Strategy
    let runtime: Runtime
    let items: Int
    let done: Int
    let seconds: Double
    let itemsPerSecond: Double
    let queueDepth: Int
    let inFlight: Int
    let eventLoopLatencySeconds: Latency
  }

  let progress: Body
}
