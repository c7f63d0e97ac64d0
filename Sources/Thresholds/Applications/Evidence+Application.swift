import Samples

extension TargetName {
  /// Whether it is about something of an application that stands at some level at each instant, or is known for each interval.
  var isOfLevel: Bool {
    switch self {
    case .queueDepth, .memory, .ioWait, .saturation, .tasks, .executorBacklog: true
    case .eventLoopLatency, .cpuUtilization: false
    }
  }

  /// Why nothing is known of it, if the application does not tell.
  var untold: String {
    switch self {
    case .ioWait: "the application timed none of its I/O: calcmon_probe.timed does"
    case .queueDepth: "the application told of no queue: calcmon_probe.watch does"
    case .saturation: "the turns of its loops cannot be seen"
    case .memory: "its memory cannot be read"
    case .tasks: "the application does not tell its tasks"
    case .executorBacklog: "the application does not tell what waits for its executor"
    case .eventLoopLatency: "none of its processes tells how late an event loop is, as one that is watched from outside cannot"
    case .cpuUtilization: "the application does not tell it"
    }
  }
}

/// What is judged of an application by its intervals.
extension Evidence {
  /// Intervals that it takes to say how busy a loop is: at its start it loads what it needs.
  private static let fewestBusy = 4

  /// In order.
  var queueNames: [String] { Set(levels.flatMap(\.queues.keys)).sorted() }

  /// A statistic of levels. Trends have a least rise of their own here, whatever that of runs is.
  func level(_ statistic: Statistic, of name: TargetName, queue: String? = nil) -> Measurement {
    var measured = known(statistic, name, queue)
    if measured.samples == 0, measured.value == nil, measured.needed > 0 { measured.untold = name.untold }
    return measured
  }

  private func known(_ statistic: Statistic, _ name: TargetName, _ queue: String?) -> Measurement {
    let value = { (level: AppLevels) -> Double? in
      switch name {
      case .queueDepth: queue.flatMap { level.queues[$0]?.mean }
      case .memory: level.memory
      case .tasks: level.tasks
      case .executorBacklog: level.executorBacklog
      case .ioWait, .saturation, .eventLoopLatency, .cpuUtilization: nil
      }
    }
    switch (name, statistic) {
    case (.saturation, .ratio): return share(\.activeSeconds, levels, fewest: Self.fewestBusy)
    case (.saturation, .last): return share(\.activeSeconds, levels.suffix(1), fewest: 1)
    case (.ioWait, .ratio): return share(\.ioWaitSeconds, levels, fewest: 1)
    case (.ioWait, .last): return share(\.ioWaitSeconds, levels.suffix(1), fewest: 1)
    case (.memory, .trend): return AppTrend(levels, value, .memory).measurement
    case (.tasks, .trend): return AppTrend(levels, value, .tasks).measurement
    case (.queueDepth, .trend), (.executorBacklog, .trend): return AppTrend(levels, value, .waiting).measurement
    case (.queueDepth, .max): return highest(levels.compactMap { level in queue.flatMap { level.queues[$0]?.peak } })
    case (.memory, .max): return highest(levels.compactMap(value) + [memoryPeak].compactMap { $0 })
    case (.tasks, .max), (.executorBacklog, .max): return highest(levels.compactMap(value))
    case (.queueDepth, .last), (.memory, .last), (.tasks, .last), (.executorBacklog, .last):
      let last = levels.last.flatMap(value)
      return Measurement(value: last, samples: last == nil ? 0 : 1, .intervals)
    default: return .none
    }
  }

  private func highest(_ values: [Double]) -> Measurement {
    Measurement(value: values.max(), samples: values.count, .intervals)
  }

  /// Of the time in which loops ran.
  private func share(
    _ part: KeyPath<AppLevels, Double?>, _ levels: some Sequence<AppLevels>, fewest: Int
  ) -> Measurement {
    let known = levels.filter { $0[keyPath: part] != nil && $0.loopSeconds ?? 0 > 0 }
    let (seconds, loop) = known.reduce((0, 0)) { ($0.0 + ($1[keyPath: part] ?? 0), $0.1 + ($1.loopSeconds ?? 0)) }
    let isEnough = known.count >= fewest && loop > 0
    return Measurement(value: isEnough ? min(1, seconds / loop) : nil, samples: known.count, of: fewest, .intervals)
  }
}
