package import Samples

/// One stall with what was seen of it. Times are seconds.
package struct JSONStall: Encodable {
  let seconds: Double
  let secondsByCause: JSONCauses
  let noticedAfterSeconds: OrNull<Double>
  let controlLateSeconds: OrNull<Double>
  let hostCaused: Bool
  let stopped: Bool
  let waitChannel: OrNull<String>
  let stack: [String]

  /// Of one run.
  package init(_ stall: Stall) {
    seconds = stall.seconds
    secondsByCause = JSONCauses(budget: stall.budget)
    noticedAfterSeconds = OrNull(stall.noticedNanoseconds.map { Double($0 - stall.startedNanoseconds) * 1e-9 })
    controlLateSeconds = OrNull(stall.controlLateSeconds)
    hostCaused = stall.isHostCaused
    stopped = stall.wasStopped
    waitChannel = OrNull(stall.waitChannel)
    stack = stall.stack
  }
}
