import Samples

/// What was found when the last item has ended.
extension Simulation {
  mutating func keep(lane: Int, _ kind: Prediction.Segment.Kind, _ item: Int, _ start: Double, _ end: Double) {
    guard segments.count < segmentLimit, end > start else { return }
    segments.append(.init(lane: lane, kind: kind, item: item, start: start, end: end))
  }

  mutating func result() -> Prediction {
    // In a stall in which the work ends there are ticks as well.
    noteTicks()
    if latency.mean == nil { latency.add(costs.tickLateness) }
    return Prediction(
      strategy: strategy, runtime: runtime, seconds: now, startUpSeconds: startUpSeconds,
      idealSeconds: scenario.idealSeconds(strategy),
      itemsPerSecond: now > 0 ? Double(done) / now : 0,
      itemSeconds: (itemTimes.mean ?? 0, itemTimes.quantile(0.99) ?? 0),
      latency: .init(p50: latency.quantile(0.5) ?? 0, p99: latency.quantile(0.99) ?? 0, max: latency.max),
      ticks: latency.histogram, queuePeak: queue.peak, queue: queue.points,
      cpuUtilization: now > 0 ? usedCoreSeconds / now / Double(scenario.cores) : 0,
      ioWaitRatio: now > 0 ? allWaitSeconds / now : 0, bottleneck: bottleneck, segments: segments)
  }

  private var startUpSeconds: Double {
    costs.startUp + (strategy == .hybrid ? Double(scenario.processes) * costs.workerStartUp : 0)
  }

  var bottleneck: Prediction.Bottleneck {
    guard now > 0 else { return .item }
    let busy = 0.9 * now
    if case .batch = scenario.arrivals {} else if queue.peak <= max(window, 10) { return .arrivals }
    if scenario.items <= 1 { return .item }
    switch strategy {
    case .sync: return allWaitSeconds > 0.1 * now ? .sequence : .loop
    case .async: return loopSeconds >= busy ? .loop : .concurrency
    case .threads:
      if isLockBound { return .lock }
      return usedCoreSeconds >= busy * Double(scenario.cores) ? .cores : .threads
    case .hybrid:
      if usedCoreSeconds >= busy * Double(scenario.cores) { return .cores }
      if workerSeconds >= busy * Double(scenario.processes) { return .processes }
      return loopSeconds >= busy ? .loop : .concurrency
    }
  }

  /// Equal items fall into step, and then all wait at once for a part of the time: the lock is in the way all the same.
  var isLockBound: Bool { costs.hasGlobalLock && lockSeconds >= 0.75 * now }
}
