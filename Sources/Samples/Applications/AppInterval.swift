/// What all processes of a watched application did in a stretch of time: what a run is of a canary. Roll-ups of several are of the same shape.
package struct AppInterval: Hashable, Sendable {
  /// How long the agent makes them, in seconds.
  package static let standardSeconds = 30.0

  package let app: String
  package let startedAt: Timestamp
  package private(set) var endedAt: Timestamp
  /// Its length, by a clock that is never set.
  package private(set) var seconds: Double
  /// Which life of the application it belongs to: grows with each process that comes or goes. What is not comparable over that, as memory, is
  /// compared within one life.
  package private(set) var life: Int
  /// Processes that were connected at the most.
  package var processes: Int
  /// How late the loops were.
  package var latency = LatencyHistogram()
  /// For how long loops ran, summed over processes, and for how much of it they did something; `nil`: no turns can be seen.
  package var loopSeconds: Double?
  package var activeSeconds: Double?
  /// `nil`: no turns can be seen, or an agent told it that did not look at single processes.
  package var busiest: BusiestShare?
  /// In which loops stood still, but for those of the start.
  package var stalls = StallSummary()
  package var startupStalls = 0
  package var cpuUserSeconds = 0.0
  package var cpuSystemSeconds = 0.0
  /// Of Python's collector.
  package var gcSeconds = 0.0
  /// For how long there was nothing to do but to wait for I/O that was timed; `nil` if none was.
  package var ioWaitSeconds: Double?
  /// Sums over the processes.
  package var memoryBytes: AppLevel?
  package var tasks: AppLevel?
  package var executorBacklog: AppLevel?
  package var executorThreads: AppLevel?
  /// The most callbacks that were ready in one loop.
  package var readyCallbacks: AppLevel?
  /// In the order of their names.
  package var queues: [AppQueueLevel] = []
  /// Where the time of its threads went; `nil` if it was not looked at.
  package var account: RunAccount?
  /// What the host did meanwhile; `nil` if it was not looked at.
  package var host: HostUse?

  package init(app: String, startedAt: Timestamp, endedAt: Timestamp, seconds: Double, life: Int, processes: Int) {
    self.app = app
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.seconds = seconds
    self.life = life
    self.processes = processes
  }

  /// The share of the time in which loops ran for which they did something; `nil`: no turns can be seen.
  package var busyRatio: Double? {
    guard let loopSeconds, let activeSeconds, loopSeconds > 0 else { return nil }
    return min(1, activeSeconds / loopSeconds)
  }

  /// What saturation is judged by: how busy the busiest process was, or, if that is not known, all of them together.
  package var saturation: Double? { busiest?.mean ?? busyRatio }

  package var cpuSeconds: Double { cpuUserSeconds + cpuSystemSeconds }

  /// Adds a later one of the same application.
  package mutating func merge(_ later: AppInterval) {
    let (own, its) = (seconds, later.seconds)
    endedAt = max(endedAt, later.endedAt)
    seconds += its
    life = later.life
    processes = max(processes, later.processes)
    latency.merge(later.latency)
    busiest = BusiestShare.merged(self, later)
    loopSeconds = sum(loopSeconds, later.loopSeconds)
    activeSeconds = sum(activeSeconds, later.activeSeconds)
    stalls.add(later.stalls)
    startupStalls += later.startupStalls
    cpuUserSeconds += later.cpuUserSeconds
    cpuSystemSeconds += later.cpuSystemSeconds
    gcSeconds += later.gcSeconds
    ioWaitSeconds = sum(ioWaitSeconds, later.ioWaitSeconds)
    for level in [\AppInterval.memoryBytes, \.tasks, \.executorBacklog, \.executorThreads, \.readyCallbacks] {
      self[keyPath: level] = AppLevel.merged(self[keyPath: level], own, later[keyPath: level], its)
    }
    queues = AppQueueLevel.merged(queues, own, later.queues, its)
    account = merged(account, later.account) { $0.add($1) }
    host = merged(host, later.host) { $0.add($1) }
    roundNamed()
  }

  /// Rounds what is told with a name, the depths of queues and the seconds of others, to thousandths: they are no more exact, and so take little room
  /// in a history.
  package mutating func roundNamed() {
    queues = queues.map { queue in
      let depth = AppLevel(mean: thousandths(queue.depth.mean), max: queue.depth.max, last: queue.depth.last)
      return AppQueueLevel(name: queue.name, depth: depth, capacity: queue.capacity)
    }
    guard let consumers = host?.consumers else { return }
    host?.consumers = consumers.map { CPUConsumer(name: $0.name, seconds: thousandths($0.seconds)) }
  }
}

private func thousandths(_ value: Double) -> Double { abs(value) < 1e12 ? (value * 1000).rounded() / 1000 : value }

/// A quantity that stands at some level at each instant, over a stretch of time.
package struct AppLevel: Hashable, Sendable {
  package let mean: Double
  package let max: Double
  /// At the end.
  package let last: Double

  package init(mean: Double, max: Double, last: Double) {
    self.mean = mean
    self.max = max
    self.last = last
  }

  /// Of values that stood for equally long; `nil` if there are none.
  package init?(_ values: [Double]) {
    guard let most = values.max(), let last = values.last else { return nil }
    self.init(mean: values.reduce(0, +) / Double(values.count), max: most, last: last)
  }

  fileprivate static func merged(_ a: AppLevel?, _ aSeconds: Double, _ b: AppLevel?, _ bSeconds: Double) -> AppLevel? {
    guard let a else { return b }
    guard let b else { return a }
    let seconds = aSeconds + bSeconds
    let mean = seconds > 0 ? (a.mean * aSeconds + b.mean * bSeconds) / seconds : b.mean
    return AppLevel(mean: mean, max: Swift.max(a.max, b.max), last: b.last)
  }
}

/// The queues of one name over a stretch of time: how many items waited in all of them.
package struct AppQueueLevel: Hashable, Sendable {
  package let name: String
  package let depth: AppLevel
  /// How many may wait; `nil` if there is no limit.
  package let capacity: Double?

  package init(name: String, depth: AppLevel, capacity: Double?) {
    self.name = name
    self.depth = depth
    self.capacity = capacity
  }

  fileprivate static func merged(
    _ a: [AppQueueLevel], _ aSeconds: Double, _ b: [AppQueueLevel], _ bSeconds: Double
  ) -> [AppQueueLevel] {
    let before = Dictionary(a.map { ($0.name, $0) }) { $1 }
    let after = Dictionary(b.map { ($0.name, $0) }) { $1 }
    return Set(before.keys).union(after.keys).sorted().compactMap { name in
      guard let depth = AppLevel.merged(before[name]?.depth, aSeconds, after[name]?.depth, bSeconds) else { return nil }
      return AppQueueLevel(name: name, depth: depth, capacity: (after[name] ?? before[name])?.capacity)
    }
  }
}

private func sum(_ a: Double?, _ b: Double?) -> Double? {
  guard let a else { return b }
  return a + (b ?? 0)
}

private func merged<Part>(_ a: Part?, _ b: Part?, _ add: (inout Part, Part) -> Void) -> Part? {
  guard var sum = a, let b else { return a ?? b }
  add(&sum, b)
  return sum
}
