import Telemetry

/// What one process has told of itself last: what counts up, and what is.
package struct ProcessFigures: Hashable, Sendable {
  let seq: Int
  let atNs: Int64
  let runningNs: Int64
  let busyNs: Int64?
  /// Of its loops, those of the start with them.
  package let stalls: Int
  let stallNs: Int64
  /// By generation of the collector.
  let gcNs: [Int64]
  let ioWaitNs: Int64?
  let dropped: Int
  let cpuUserNs: Int64
  let cpuSystemNs: Int64
  /// Whether a loop runs; without one, silence means nothing.
  let isRunning: Bool
  /// Whether its loops are none of its main thread, and do next to nothing.
  package let isBystander: Bool
  /// Turns of its loops.
  package let turns: Int
  package let tasks: Int?
  package let threads: Int?
  package let memoryBytes: Int64?
  package let executorBacklog: Int?
  package let executorThreads: Int?
  /// The most callbacks that were ready in one of its loops.
  package let readyMax: Int?
  /// As in `AppMessage.Loop`, each once.
  package let kinds: [String]
  /// Errors of the probe.
  package let errors: Int
  package let queues: [QueueFigures]

  /// - Parameter name: the label that a queue has.
  init(_ told: AppMessage.Snapshot, name: (String) -> String) {
    seq = told.seq
    atNs = told.atNs
    runningNs = told.runningNs
    busyNs = told.busyNs
    stalls = told.stalls
    stallNs = told.stallNs
    gcNs = told.gc.map(\.ns)
    ioWaitNs = told.ioWaitNs
    dropped = told.dropped
    cpuUserNs = told.cpuUserNs
    cpuSystemNs = told.cpuSystemNs
    isRunning = told.loops.contains(where: \.running)
    isBystander =
      !told.loops.isEmpty && !told.loops.contains { $0.main || $0.isOfService }
      && (told.busyNs.map { Double($0) * 100 < Double(told.runningNs) } ?? false)
    turns = told.turns
    tasks = told.tasks
    threads = told.threads
    memoryBytes = told.memoryBytes
    executorBacklog = told.executor?.backlog
    executorThreads = told.executor?.threads
    readyMax = told.loops.compactMap(\.readyMax).max()
    kinds = told.loops.count == 1 ? [told.loops[0].kind] : Set(told.loops.map(\.kind)).sorted()
    errors = told.errors
    queues = QueueFigures.merged(told.queues.map { QueueFigures(name: name($0.queue), depth: $0.depth, capacity: $0.capacity) })
  }
}

/// The queues of one name.
package struct QueueFigures: Hashable, Sendable {
  package let name: String
  /// Items that wait in all of them.
  package let depth: Double
  /// How many may; `nil` if there is no limit.
  package let capacity: Double?

  init(name: String, depth: Int, capacity: Int) {
    self.init(name: name, depth: Double(depth), capacity: capacity > 0 ? Double(capacity) : nil)
  }

  private init(name: String, depth: Double, capacity: Double?) {
    self.name = name
    self.depth = depth
    self.capacity = capacity
  }

  /// Sums of those that have the same name, in the order of names.
  static func merged(_ all: [QueueFigures]) -> [QueueFigures] {
    var sums: [QueueFigures] = []
    sums.reserveCapacity(all.count)
    for each in all.sorted(by: { $0.name < $1.name }) {
      guard let sum = sums.last, sum.name == each.name else {
        sums.append(each)
        continue
      }
      let capacity = sum.capacity.flatMap { capacity in each.capacity.map { capacity + $0 } }
      sums[sums.count - 1] = QueueFigures(name: each.name, depth: sum.depth + each.depth, capacity: capacity)
    }
    return sums
  }
}
