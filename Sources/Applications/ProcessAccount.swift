package import Samples
package import Telemetry

/// What one process of an application has said. A value without I/O: messages in.
package struct ProcessAccount: Sendable {
  /// Kept at the most, the longest first; all of them count.
  private static let mostStalls = 200

  package let hello: AppMessage.Hello
  /// The newest, which counts up what was before.
  package private(set) var snapshot: AppMessage.Snapshot?
  /// Lateness of its loops.
  package private(set) var latency = LatencyHistogram()
  /// The longest.
  package private(set) var stalls: [AppStall] = []
  /// All that were not start-up.
  package private(set) var summary = StallSummary()
  /// Those of the start.
  package private(set) var startup = StallSummary()
  /// The loop that stands by now, or stood when it was last heard of.
  package private(set) var standing: AppMessage.Standing?
  /// Whether it has said that it ends.
  package private(set) var saidFarewell = false
  var memory = SampledSeries()
  var tasks = SampledSeries()
  var executorBacklog = SampledSeries()
  /// The most that there were: at its end there are none.
  private(set) var executorThreads: Int?
  var queues: [String: SampledSeries] = [:]

  /// - Parameter hello: the first message of its connection.
  package init(_ hello: AppMessage.Hello) { self.hello = hello }

  /// Takes the next message.
  ///
  /// - Parameter ruling: finds the cause of a stall.
  package mutating func receive(_ message: AppMessage, ruling: StallRuling) {
    switch message {
    case .hello: break
    case .snapshot(let body): receive(body)
    case .stall(let body): receive(ruling.stall(body))
    case .standing(let body): standing = body
    case .bye: saidFarewell = true
    }
  }

  private mutating func receive(_ body: AppMessage.Snapshot) {
    if let snapshot, body.seq <= snapshot.seq { return }
    snapshot = body
    standing = nil
    if let told = LatencyHistogram(ascending: body.latency) { latency.merge(told) }
    let time = Double(body.atNs) * 1e-9
    if let bytes = body.memoryBytes { memory.add(Double(bytes), at: time) }
    // At the end there are none: that is no trend.
    guard body.loops.contains(where: \.running) else { return }
    if let count = body.tasks { tasks.add(Double(count), at: time) }
    if let executor = body.executor {
      executorBacklog.add(Double(executor.backlog), at: time)
      executorThreads = max(executorThreads ?? 0, executor.threads)
    }
    for queue in body.queues { queues[queue.queue, default: SampledSeries()].add(Double(queue.depth), at: time) }
  }

  private mutating func receive(_ stall: AppStall) {
    standing = nil
    if stall.isStartup { startup.add(stall.stall) } else { summary.add(stall.stall) }
    stalls.append(stall)
    guard stalls.count > ProcessAccount.mostStalls else { return }
    if let shortest = stalls.indices.min(by: { stalls[$0].stall.seconds < stalls[$1].stall.seconds }) {
      stalls.remove(at: shortest)
    }
  }
}
