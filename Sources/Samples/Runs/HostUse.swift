/// What the host did beside a run while that worked.
package struct HostUse: Codable, Hashable, Sendable {
  /// Length of the interval.
  package var seconds: Double
  /// Processors that were online × the length of the interval.
  package var capacitySeconds: Double
  /// CPU time of all that is neither the run nor the agent. `nil` if the kernel does not tell.
  package var othersSeconds: Double?
  /// CPU time of calcmon itself, and of what it started for the run beside its child. `nil` if an older calcmon looked.
  package var agentSeconds: Double?
  /// For how long at least one task of the host waited for a processor, for memory, for a disk: pressure stall information. `nil` if
  /// the kernel does not count it.
  package var cpuPressureSeconds: Double?
  package var memoryPressureSeconds: Double?
  package var ioPressureSeconds: Double?
  /// Those of the others that used most, the greatest first; five at most.
  package var consumers: [CPUConsumer]
  /// Why `consumers` cannot name those who used most of it; `nil` if it does.
  package var hiddenReason: HiddenConsumers?
  /// The disk that the run's files are on; `nil` if its items use none, or the kernel does not tell.
  package var disk: DiskUse?

  package init(
    seconds: Double, capacitySeconds: Double, othersSeconds: Double? = nil, agentSeconds: Double? = nil,
    cpuPressureSeconds: Double? = nil,
    memoryPressureSeconds: Double? = nil, ioPressureSeconds: Double? = nil, consumers: [CPUConsumer] = [],
    hiddenReason: HiddenConsumers? = nil, disk: DiskUse? = nil
  ) {
    self.seconds = seconds
    self.capacitySeconds = capacitySeconds
    self.othersSeconds = othersSeconds
    self.agentSeconds = agentSeconds
    self.cpuPressureSeconds = cpuPressureSeconds
    self.memoryPressureSeconds = memoryPressureSeconds
    self.ioPressureSeconds = ioPressureSeconds
    self.consumers = consumers
    self.hiddenReason = hiddenReason
    self.disk = disk
  }

  /// The share of the host from which on what others use is worth a word.
  package static let notableShare = 0.1

  /// How many are named.
  package static let consumerLimit = 5

  /// Processors of the host, on average.
  package var processors: Double { seconds > 0 ? capacitySeconds / seconds : 0 }
  /// Processors that others used, on average.
  package var othersProcessors: Double? { seconds > 0 ? othersSeconds.map { $0 / seconds } : nil }
  /// The share of the host that others used.
  package var othersShare: Double? { capacitySeconds > 0 ? othersSeconds.map { $0 / capacitySeconds } : nil }

  /// Adds another interval. A figure that one of the two lacks is the other's.
  package mutating func add(_ other: HostUse) {
    seconds += other.seconds
    capacitySeconds += other.capacitySeconds
    othersSeconds = sum(othersSeconds, other.othersSeconds)
    agentSeconds = sum(agentSeconds, other.agentSeconds)
    cpuPressureSeconds = sum(cpuPressureSeconds, other.cpuPressureSeconds)
    memoryPressureSeconds = sum(memoryPressureSeconds, other.memoryPressureSeconds)
    ioPressureSeconds = sum(ioPressureSeconds, other.ioPressureSeconds)
    consumers = HostUse.greatest(consumers + other.consumers)
    hiddenReason = hiddenReason ?? other.hiddenReason
    guard let added = other.disk else { return }
    if disk == nil { disk = added } else { disk?.add(added) }
  }

  /// The greatest of some consumers, those of one name added up.
  package static func greatest(_ consumers: [CPUConsumer]) -> [CPUConsumer] {
    let sums = Dictionary(consumers.map { ($0.name, $0.seconds) }, uniquingKeysWith: +)
    let ranked = sums.map { CPUConsumer(name: $0.key, seconds: $0.value) }
      .sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
    return Array(ranked.prefix(consumerLimit))
  }
}

/// Why the processes that used the host's cores, or its disk, are not known by name.
package enum HiddenConsumers: String, CaseIterable, Codable, Sendable {
  /// They cannot be seen from here: another pid namespace, or a procfs that is mounted with `hidepid` or `subset=pid`.
  case unseen
  /// They ended before they could be read.
  case ended
  /// There were more processes than are read.
  case tooMany = "too_many"
  /// The kernel does not let this user see what they have read and written.
  case denied
}

private func sum(_ a: Double?, _ b: Double?) -> Double? {
  guard let a else { return b }
  return a + (b ?? 0)
}
