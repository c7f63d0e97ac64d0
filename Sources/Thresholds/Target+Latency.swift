extension Target {
  /// The least of the limits, in seconds, that some targets set to the lateness of a loop, the critical ones included; `nil` if there is none.
  package static func latencyLimit(of targets: [Target]) -> Double? {
    targets.filter { $0.name == .eventLoopLatency }.flatMap { $0.conditions + $0.critical }.compactMap(\.latencyLimit).min()
  }
}

extension Condition {
  /// What a loop's lateness should not exceed, in seconds; `nil` if it is not a length of time that is judged.
  var latencyLimit: Double? {
    guard TargetName.eventLoopLatency.unit(of: statistic.word) == .seconds else { return nil }
    return limit.bounds.first { $0.bound == "upper" }?.value
  }
}
