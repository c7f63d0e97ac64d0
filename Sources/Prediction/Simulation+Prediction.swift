import Samples

/// What was found when the last item has ended.
extension Simulation {
  mutating func keep(lane: Int, _ kind: Prediction.Segment.Kind, _ item: Int, _ start: Double, _ end: Double) {
    guard segments.count < segmentLimit, end > start else { return }
    segments.append(.init(lane: lane, kind: kind, item: item, start: start, end: end))
  }

  mutating func result() -> Prediction {
    // In a stall in which the work ends there are ticks as well.
    for index in servers.indices {
      attend(to: index)
      noteTicks()
    }
    if latency.mean == nil { latency.add(costs.tickLateness) }
    return Prediction(
      strategy: strategy, runtime: runtime, servers: servers.count, seconds: now, startUpSeconds: startUpSeconds,
      idealSeconds: scenario.idealSeconds(strategy),
      itemsPerSecond: now > 0 ? Double(done) / now : 0, steadyItemsPerSecond: steadyItemsPerSecond,
      itemSeconds: .init(
        mean: itemTimes.mean ?? 0, p50: itemTimes.quantile(0.5) ?? 0, p99: itemTimes.quantile(0.99) ?? 0, max: itemTimes.max),
      latency: .init(p50: latency.quantile(0.5) ?? 0, p99: latency.quantile(0.99) ?? 0, max: latency.max),
      ticks: latency.histogram, queuePeak: queue.peak, queue: queue.points,
      cpuUtilization: now > 0 ? usedCoreSeconds / now / Double(scenario.cores) : 0,
      ioWaitRatio: now > 0 ? allWaitSeconds / now : 0, bottleneck: bottleneck, segments: segments, ioSteps: seenIO?.histogram)
  }

  private var steadyItemsPerSecond: Double? {
    let seconds = middleHalf.end - middleHalf.begin
    return seconds > 0 ? Double(scenario.items / 4 * 2) / seconds : nil
  }

  private var startUpSeconds: Double {
    costs.startUp + (strategy == .hybrid ? costs.workersStartUp(scenario.processes, scenario.workers, cores: scenario.cores) : 0)
      + serversStartUp
  }

  /// Servers are forked one after another, and what each of them starts starts at the same time.
  private var serversStartUp: Double { servers.count > 1 ? Double(servers.count) * costs.workerStartUp : 0 }

  var bottleneck: Bottleneck { Bottleneck(strategy, figures) }

  private var figures: Bottleneck.Figures {
    Bottleneck.Figures(
      seconds: now, items: scenario.items, isBatch: scenario.arrivals == .batch, concurrency: window * servers.count,
      queuePeak: queue.peak, loopSeconds: servers.map(\.loopSeconds).max() ?? 0, workerSeconds: workerSeconds,
      processes: scenario.processes * servers.count, usedCoreSeconds: usedCoreSeconds, cores: Double(scenario.cores),
      lockSeconds: costs.hasGlobalLock ? servers.map(lockedSeconds).max() : nil, allWaitSeconds: allWaitSeconds)
  }

  /// A thread that is given the lock may wait for a core first, if others compute without the lock: then it is the cores that are in the way.
  private func lockedSeconds(_ server: EventLoopState) -> Double {
    scenario.traits.letsLockGo ? min(server.lockSeconds, server.heldSeconds) : server.lockSeconds
  }

  /// Whether Python's lock is in the way.
  var isLockBound: Bool { figures.isLockBound }
}
