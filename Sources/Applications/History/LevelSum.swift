import Samples

/// Adds up a quantity that stands at some level, sample by sample.
struct LevelSum {
  private var sum = 0.0
  private var count = 0.0
  private var most = -Double.infinity
  private var last = 0.0

  mutating func add(_ value: Double) {
    sum += value
    count += 1
    most = max(most, value)
    last = value
  }

  /// `nil` without a sample.
  var level: AppLevel? { count > 0 ? AppLevel(mean: sum / count, max: most, last: last) : nil }
}

/// The levels of an application, of all its processes together.
struct AppLevelSums {
  private struct Queue {
    var depth = LevelSum()
    var capacity: Double?
  }

  private var tasks = LevelSum()
  private var executorBacklog = LevelSum()
  private var executorThreads = LevelSum()
  private var memory = LevelSum()
  private var ready = LevelSum()
  private var queues: [String: Queue] = [:]

  mutating func add(_ figures: AppView.Figures) {
    add(figures.tasks, to: \.tasks)
    add(figures.executorBacklog, to: \.executorBacklog)
    add(figures.executorThreads, to: \.executorThreads)
    add(figures.memoryBytes, to: \.memory)
    for queue in figures.queues {
      queues[queue.name, default: Queue()].depth.add(queue.depth)
      queues[queue.name]?.capacity = queue.capacity
    }
  }

  /// Of one process, since its snapshot before: callbacks that were ready for a moment are no less too many.
  mutating func add(ready count: Int?) { add(count.map(Double.init), to: \.ready) }

  private mutating func add(_ value: Double?, to sum: WritableKeyPath<AppLevelSums, LevelSum>) {
    if let value { self[keyPath: sum].add(value) }
  }

  func write(to interval: inout AppInterval) {
    interval.tasks = tasks.level
    interval.executorBacklog = executorBacklog.level
    interval.executorThreads = executorThreads.level
    interval.memoryBytes = memory.level
    interval.readyCallbacks = ready.level
    interval.queues = queues.sorted { $0.key < $1.key }.compactMap { name, queue in
      queue.depth.level.map { AppQueueLevel(name: name, depth: $0, capacity: queue.capacity) }
    }
  }
}
