import Samples

/// A run order in the units of the engine: how many items, when each should start, how much each does.
package struct RunPlan: Sendable {
  /// All items of the run.
  package let items: Int
  /// Places for items in flight.
  package let lanes: Int
  /// Time of the I/O step.
  package let ioNanoseconds: Int64
  /// Size of the CPU step.
  package let operations: UInt64
  /// The least time that the work can take: the largest of CPU time over processes, I/O time over concurrency, a single item, and,
  /// for paced arrivals, the last arrival and its item.
  package let idealSeconds: Double
  private let interval: Double

  /// - Parameters:
  ///   - order: what to do.
  ///   - operationsPerSecond: of this host, from calibration.
  package init(_ order: RunOrder, operationsPerSecond: Double) {
    let mix = order.mix
    let item = mix.ioSeconds + mix.cpuSeconds
    let lanes = mix.concurrency ?? 2 * order.processes
    let computing = order.strategy == .async ? 1 : order.processes
    switch mix.arrivals {
    case .batch(let items):
      self.items = items
      interval = 0
    case .filling(let seconds):
      items = max(1, Int(seconds * min(Double(computing) / mix.cpuSeconds, Double(lanes) / item)))
      interval = 0
    case .paced(let load, let seconds):
      interval = mix.cpuSeconds / (load * Double(order.processes))
      items = max(1, Int((seconds / interval).rounded()))
    }
    self.lanes = min(lanes, items)
    ioNanoseconds = Int64(mix.ioSeconds * 1e9)
    operations = UInt64(mix.cpuSeconds * operationsPerSecond)
    idealSeconds = max(
      Double(items) * mix.cpuSeconds / Double(order.processes), Double(items) * mix.ioSeconds / Double(lanes), item,
      Double(items - 1) * interval + item)
  }

  /// Nanoseconds from the run's start to the item's intended start.
  package func intendedStart(ofItem item: Int) -> Int64 { Int64(Double(item) * interval * 1e9) }

  /// How many items have an intended start until `elapsed` nanoseconds.
  package func itemsDue(at elapsed: Int64) -> Int {
    interval > 0 ? min(items, Int(Double(max(0, elapsed)) / (interval * 1e9)) + 1) : items
  }
}
