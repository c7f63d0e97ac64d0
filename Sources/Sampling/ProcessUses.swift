import Samples

/// What each process of the host used of the processors in an interval, calcmon's own left out.
package struct ProcessUses: Hashable, Sendable {
  struct Use: Hashable, Sendable {
    let pid: Int32
    let consumer: CPUConsumer
  }

  /// Length of the interval.
  package let seconds: Double
  let uses: [Use]
  let hidden: HiddenConsumers?

  /// Those that used most, some processes left out.
  package func reading(without pids: Set<Int32>) -> ConsumerReading {
    let others = uses.filter { !pids.contains($0.pid) }.map(\.consumer)
    return ConsumerReading(
      seconds: seconds, consumers: HostUse.greatest(others), seenSeconds: others.reduce(0) { $0 + $1.seconds }, hidden: hidden)
  }
}
