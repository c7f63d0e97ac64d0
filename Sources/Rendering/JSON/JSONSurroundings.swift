package import Samples

/// Where the time of a run's threads went, as JSON.
package struct JSONAccount: Encodable {
  let ranSeconds: Double
  let waitedSeconds: OrNull<Double>
  let throttledSeconds: OrNull<Double>
  let stolenSeconds: OrNull<Double>
  let blockedSeconds: OrNull<Double>

  package init(_ account: RunAccount) {
    ranSeconds = account.ranSeconds
    waitedSeconds = OrNull(account.waitedSeconds)
    throttledSeconds = OrNull(account.throttledSeconds)
    stolenSeconds = OrNull(account.stolenSeconds)
    blockedSeconds = OrNull(account.blockedSeconds)
  }
}

/// What the host did beside a run, as JSON.
package struct JSONHost: Encodable {
  struct Consumer: Encodable {
    let name: String
    let seconds: Double
  }

  let seconds: Double
  let processors: Double
  let othersSeconds: OrNull<Double>
  let agentSeconds: OrNull<Double>
  let cpuPressureSeconds: OrNull<Double>
  let memoryPressureSeconds: OrNull<Double>
  let ioPressureSeconds: OrNull<Double>
  let consumers: [Consumer]
  let hiddenReason: OrNull<String>
  let disk: OrNull<JSONDisk>

  package init(_ host: HostUse) {
    seconds = host.seconds
    processors = host.processors
    othersSeconds = OrNull(host.othersSeconds)
    agentSeconds = OrNull(host.agentSeconds)
    cpuPressureSeconds = OrNull(host.cpuPressureSeconds)
    memoryPressureSeconds = OrNull(host.memoryPressureSeconds)
    ioPressureSeconds = OrNull(host.ioPressureSeconds)
    consumers = host.consumers.map { Consumer(name: $0.name, seconds: $0.seconds) }
    hiddenReason = OrNull(host.hiddenReason?.rawValue)
    disk = OrNull(host.disk.map(JSONDisk.init))
  }
}
