package import Samples
package import Telemetry
package import Thresholds

/// What all processes of an application have shown together, from the first to the last. A value without I/O, which does not grow with
/// their number.
package struct AppAccount: Sendable {
  /// One entry for queues, tasks and the like.
  package struct Gauge: Hashable, Sendable {
    /// Empty but for queues.
    package let name: String
    package let last: Double?
    package let max: Double?
    /// Of each process; see `TrendTest`.
    package let trends: [TrendSummary]

    fileprivate init(_ sum: GaugeSum, named name: String = "") {
      self.name = name
      last = sum.last
      max = sum.max
      trends = sum.trends
    }
  }

  /// Kept at the most: stalls, the longest first; names of queues; loops that stood.
  private static let most = (stalls: 2000, queues: 1000, standing: 64)

  /// How many there were.
  package private(set) var processCount = 0
  /// Without those of the start.
  package private(set) var stalls = StallSummary()
  package private(set) var startup = StallSummary()
  package private(set) var gcSeconds = 0.0
  package private(set) var cpuSeconds = 0.0
  /// For how long there was nothing to do but to wait for steps that were timed; `nil` if none was.
  package private(set) var ioWaitSeconds: Double?
  /// The loops that stood when their processes were heard of last.
  package private(set) var standing: [AppMessage.Standing] = []
  package private(set) var executorThreads: Int?
  /// Errors of the probe, and messages that it could not send.
  package private(set) var errors = 0
  package private(set) var dropped = 0

  private var active = LoopSum()
  private var bystanders = LoopSum()
  private var longest: [AppStall] = []
  private var taskSum = GaugeSum()
  private var memorySum = GaugeSum()
  private var backlogSum = GaugeSum()
  private var queueSums: [String: GaugeSum] = [:]

  /// Processes in the order in which they came.
  package init(_ processes: [ProcessAccount] = []) {
    for process in processes { add(process) }
  }

  /// Adds a process, as it is by now.
  package mutating func add(_ process: ProcessAccount) {
    processCount += 1
    if process.isBystander { bystanders.add(process) } else { active.add(process) }
    if let snapshot = process.snapshot { add(snapshot) }
    addStalls(of: process)
    taskSum.add(process.tasks)
    memorySum.add(process.memory)
    backlogSum.add(process.executorBacklog)
    executorThreads = [executorThreads, process.executorThreads].compactMap { $0 }.max()
    for (name, series) in process.queues where queueSums[name] != nil || queueSums.count < AppAccount.most.queues {
      queueSums[name, default: GaugeSum()].add(series)
    }
  }

  private mutating func add(_ snapshot: AppMessage.Snapshot) {
    gcSeconds += snapshot.gc.reduce(0) { $0 + Double($1.ns) } * 1e-9
    cpuSeconds += (Double(snapshot.cpuUserNs) + Double(snapshot.cpuSystemNs)) * 1e-9
    if let waited = snapshot.ioWaitNs { ioWaitSeconds = (ioWaitSeconds ?? 0) + Double(waited) * 1e-9 }
    errors += snapshot.errors
    dropped += snapshot.dropped
  }

  private mutating func addStalls(of process: ProcessAccount) {
    stalls.add(process.summary)
    startup.add(process.startup)
    if let one = process.standing { standing = (standing + [one]).suffix(AppAccount.most.standing) }
    longest += process.stalls
    guard longest.count > AppAccount.most.stalls else { return }
    longest = Array(longest.sorted { $0.stall.seconds > $1.stall.seconds }.prefix(AppAccount.most.stalls))
  }

  /// A process that does next to nothing beside others, on a loop that is not its main one, would hide how late those are.
  private var counted: LoopSum { active.isEmpty ? bystanders : active }

  package var latency: LatencyHistogram { counted.latency }

  /// The longest of all processes, in the order of time.
  package var longestStalls: [AppStall] { longest.sorted { $0.stall.startedNanoseconds < $1.stall.startedNanoseconds } }

  /// The share of the time in which loops ran for which they did something; `nil` if the turns of one cannot be seen.
  package var busyRatio: Double? { counted.busyRatio }

  /// For how long loops ran, in the process in which they did so for longest.
  package var runningSeconds: Double { counted.longestRunningSeconds }

  /// The share of the time for which loops ran; see `ioWaitSeconds`.
  package var ioWaitRatio: Double? { ioWaitSeconds.flatMap { runningSeconds > 0 ? $0 / runningSeconds : nil } }

  package var tasks: Gauge { Gauge(taskSum) }
  package var memory: Gauge { Gauge(memorySum) }
  package var executorBacklog: Gauge { Gauge(backlogSum) }

  package var queues: [Gauge] {
    queueSums.filter { $0.value.last != nil }.sorted { $0.key < $1.key }.map { Gauge($0.value, named: $0.key) }
  }
}

extension ProcessAccount {
  fileprivate var isBystander: Bool {
    guard let snapshot, let busy = snapshot.busyNs, snapshot.runningNs > 0 else { return false }
    return !snapshot.loops.isEmpty && !snapshot.loops.contains { $0.main || $0.isOfService }
      && 100 * Double(busy) < Double(snapshot.runningNs)
  }
}
