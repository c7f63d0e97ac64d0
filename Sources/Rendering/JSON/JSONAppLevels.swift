package import Samples

/// What an application was busy with in a stretch of time, and what stood at some level, as JSON.
package struct JSONAppLevels: Encodable {
  struct Level: Encodable {
    let mean: Double
    let max: Double
    let last: Double

    init(_ level: AppLevel) { (mean, max, last) = (level.mean, level.max, level.last) }
  }

  struct Queue: Encodable {
    let queue: String
    let mean: Double
    let max: Double
    let last: Double
    let capacity: OrNull<Double>
  }

  let seconds: Double
  let processes: Int
  let busyRatio: OrNull<Double>
  let busiestRatio: OrNull<Double>
  let cpuSeconds: Double
  let gcSeconds: Double
  let ioWaitSeconds: OrNull<Double>
  let memoryBytes: OrNull<Level>
  let tasks: OrNull<Level>
  let executorBacklog: OrNull<Level>
  let queues: [Queue]

  package init(_ total: AppInterval) {
    seconds = total.seconds
    processes = total.processes
    busyRatio = OrNull(total.busyRatio)
    busiestRatio = OrNull(total.busiest?.mean)
    cpuSeconds = total.cpuSeconds
    gcSeconds = total.gcSeconds
    ioWaitSeconds = OrNull(total.ioWaitSeconds)
    memoryBytes = OrNull(total.memoryBytes.map(Level.init))
    tasks = OrNull(total.tasks.map(Level.init))
    executorBacklog = OrNull(total.executorBacklog.map(Level.init))
    queues = total.queues.map {
      Queue(queue: $0.name, mean: $0.depth.mean, max: $0.depth.max, last: $0.depth.last, capacity: OrNull($0.capacity))
    }
  }
}
