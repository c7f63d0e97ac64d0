import Procfs
package import Samples
package import Sampling

/// Makes the account of a run, and of its host meanwhile, from readings that were taken while it worked. A value without I/O.
package struct WorkAccount: Sendable {
  private var threads = ThreadTimesSum()
  private var firstHost: HostReading?
  private var lastHost: HostReading?
  private var throttledSeconds: Double?
  private var firstAgentSeconds: Double?
  private var lastAgentSeconds = 0.0
  private var consumers: ConsumerReading?
  private var disk = DiskAccount()

  /// Nothing read yet.
  package init() {}

  /// Takes the times of the run's threads.
  package mutating func receive(_ times: [ThreadTimes]) { threads.add(times) }

  /// Takes the times of threads that have come with what they had before.
  package mutating func know(_ times: [ThreadTimes]) { threads.know(times) }

  /// Takes a reading of the host.
  ///
  /// - Parameter agentSeconds: CPU time that calcmon itself has used since its start.
  package mutating func receive(_ host: HostReading, agentSeconds: Double) {
    if firstHost == nil {
      firstHost = host
      firstAgentSeconds = agentSeconds
    }
    if let now = host.throttledSeconds {
      // A run that is moved to another group goes on from what that has lost, also if its first group told nothing.
      throttledSeconds = (throttledSeconds ?? 0) + max(0, now - (lastHost?.throttledSeconds ?? now))
    }
    lastHost = host
    lastAgentSeconds = agentSeconds
  }

  /// Takes those who used most beside the run, in an interval that begins before its work and ends after it.
  package mutating func receive(_ consumers: ConsumerReading) { self.consumers = consumers }

  /// Takes a reading of the run's disk.
  package mutating func receive(_ reading: DiskReading) { disk.receive(reading) }

  /// Takes those who read and wrote most beside the run.
  package mutating func receive(_ consumers: StorageConsumers) { disk.receive(consumers) }

  /// The account of the run.
  ///
  /// - Parameter ranSeconds: CPU time of its process tree while it worked.
  package func run(ranSeconds: Double) -> RunAccount {
    let throttled = throttledSeconds
    let waited = threads.waitedSeconds.map { min(max(0, $0 - (throttled ?? 0)), othersOnOwn(ranSeconds) ?? .infinity) }
    return RunAccount(
      ranSeconds: ranSeconds, waitedSeconds: waited,
      // A thread that a quota stops waits: it cannot have been stopped for longer than all threads waited.
      throttledSeconds: throttled.map { min($0, threads.waitedSeconds ?? $0) }, stolenSeconds: stolen(ranSeconds),
      blockedSeconds: threads.blockedSeconds)
  }

  /// What others used of the processors that the run was put on; `nil` if it was put on none in particular. On few processors its threads wait for
  /// each other more than anywhere, and no more of their waiting is the others' than this.
  private func othersOnOwn(_ ranSeconds: Double) -> Double? { growth(\.ownBusySeconds).map { max(0, $0 - ranSeconds) } }

  /// The share of the processors open to the run that was busy, with it and with others; `nil` if the kernel does not tell.
  ///
  /// - Parameter processors: how many it was put on; `nil`: none in particular.
  package func busyShare(processors: Int?) -> Double? {
    guard let firstHost, let lastHost, let busy = growth(processors == nil ? \.busySeconds : \.ownBusySeconds) else { return nil }
    let capacity = Double(lastHost.nanoseconds - firstHost.nanoseconds) * 1e-9 * Double(processors ?? lastHost.processors)
    return capacity > 0 ? min(1, busy / capacity) : nil
  }

  /// What the host did beside it; `nil` if it could not be read twice.
  ///
  /// - Parameters:
  ///   - ranSeconds: CPU time of the run's process tree.
  ///   - besideSeconds: CPU time of what was started for the run beside its child.
  package func host(ranSeconds: Double, besideSeconds: Double) -> HostUse? {
    guard let firstHost, let lastHost, lastHost.nanoseconds > firstHost.nanoseconds else { return nil }
    let seconds = Double(lastHost.nanoseconds - firstHost.nanoseconds) * 1e-9
    let agent = max(0, besideSeconds + lastAgentSeconds - (firstAgentSeconds ?? 0))
    let capacity = seconds * Double(lastHost.processors)
    let others = growth(\.busySeconds).map { min(capacity, max(0, $0 - ranSeconds - agent)) }
    return HostUse(
      seconds: seconds, capacitySeconds: capacity, othersSeconds: others, agentSeconds: agent, cpuPressureSeconds: pressure(.cpu),
      memoryPressureSeconds: pressure(.memory), ioPressureSeconds: pressure(.io), consumers: consumers?.named(in: seconds) ?? [],
      hiddenReason: others.flatMap { hiddenReason(others: $0, seconds: seconds) }, disk: disk.use(in: seconds))
  }

  /// Why most of what others used has no name, if so.
  private func hiddenReason(others: Double, seconds: Double) -> HiddenConsumers? {
    guard let consumers, consumers.seconds > 0, others > WorkAccount.worthNaming * seconds else { return nil }
    let seen = consumers.seenSeconds * seconds / consumers.seconds
    return 2 * seen < others ? consumers.hidden ?? .ended : nil
  }

  /// Processors that others used: of less there is nothing to be named.
  private static let worthNaming = 0.05

  /// The part of the host's stolen time that fell on the processors which the run used.
  private func stolen(_ ranSeconds: Double) -> Double? {
    guard let stolen = growth(\.stealSecondsOfProcess) else { return nil }
    guard let busy = growth(\.busySecondsOfProcess), busy > 0 else { return stolen }
    return stolen * min(1, ranSeconds / busy)
  }

  private func growth(_ sum: KeyPath<HostReading, Double?>) -> Double? {
    guard let first = firstHost?[keyPath: sum], let last = lastHost?[keyPath: sum] else { return nil }
    return max(0, last - first)
  }

  private func pressure(_ resource: Pressure.Resource) -> Double? {
    guard let first = firstHost?.pressureSeconds[resource], let last = lastHost?.pressureSeconds[resource] else { return nil }
    return max(0, last - first)
  }
}

extension ConsumerReading {
  /// The consumers with their times in a part of the interval: it begins before the work of a run and ends after it.
  fileprivate func named(in part: Double) -> [CPUConsumer] {
    guard seconds > 0 else { return [] }
    return consumers.map { CPUConsumer(name: $0.name, seconds: $0.seconds * part / seconds) }
  }
}
