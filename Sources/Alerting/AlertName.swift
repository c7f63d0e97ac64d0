package import Thresholds

/// What calcmon alerts on. The raw value is the `alertname` label, here as in the shipped Prometheus rules.
package enum AlertName: String, CaseIterable, Sendable {
  case eventLoopLatencyHigh = "CalcmonEventLoopLatencyHigh"
  case queueGrowing = "CalcmonQueueGrowing"
  case cpuOutOfBand = "CalcmonCPUOutOfBand"
  case memoryGrowing = "CalcmonMemoryGrowing"
  case ioWaitHigh = "CalcmonIOWaitHigh"
  /// Of an application.
  case loopSaturated = "CalcmonEventLoopSaturated"
  /// Of an application.
  case tasksGrowing = "CalcmonTasksGrowing"
  /// Of an application.
  case executorBacklogGrowing = "CalcmonExecutorBacklogGrowing"
  /// The last process of an application went without saying so, and none has come since.
  case appDown = "CalcmonAppDown"
  /// A loop of an application stands now.
  case appStanding = "CalcmonAppStanding"
  /// The newest run did not complete, or more than one in a hundred of its items failed.
  case runFailing = "CalcmonRunFailing"
  /// More than half of a mix's slots in the window passed without a run.
  case slotsMissed = "CalcmonSlotsMissed"
  /// The host is the cause of breached targets in two mixes or applications or more. It says what their own alerts would say, each for itself.
  case hostContended = "CalcmonHostContended"

  /// The alert that a breach of this target becomes.
  package init(_ target: TargetName) {
    self =
      switch target {
      case .eventLoopLatency: .eventLoopLatencyHigh
      case .queueDepth: .queueGrowing
      case .cpuUtilization: .cpuOutOfBand
      case .memory: .memoryGrowing
      case .ioWait: .ioWaitHigh
      case .saturation: .loopSaturated
      case .tasks: .tasksGrowing
      case .executorBacklog: .executorBacklogGrowing
      }
  }

  /// How its rule is called in the configuration: as its target, where it has one.
  package var key: String {
    switch self {
    case .eventLoopLatencyHigh: TargetName.eventLoopLatency.rawValue
    case .queueGrowing: TargetName.queueDepth.rawValue
    case .cpuOutOfBand: TargetName.cpuUtilization.rawValue
    case .memoryGrowing: TargetName.memory.rawValue
    case .ioWaitHigh: TargetName.ioWait.rawValue
    case .loopSaturated: TargetName.saturation.rawValue
    case .tasksGrowing: TargetName.tasks.rawValue
    case .executorBacklogGrowing: TargetName.executorBacklog.rawValue
    case .appDown: "app_down"
    case .appStanding: "app_standing"
    case .runFailing: "run_failing"
    case .slotsMissed: "slots_missed"
    case .hostContended: "host_contended"
    }
  }

  /// Whether it takes a number of bad runs: of what judges slots, or other alerts' targets, or is seen at an instant, it means nothing.
  package var countsRuns: Bool { ![.slotsMissed, .hostContended, .appDown, .appStanding].contains(self) }

  /// Whether it is told of a target's breach, or of several, and so of what causes it.
  package var hasJudgedCause: Bool { ![.slotsMissed, .runFailing, .appDown, .appStanding].contains(self) }

  /// Whether it may be about a watched application.
  package var mayBeOfApp: Bool { ![.runFailing, .slotsMissed, .hostContended].contains(self) }

  /// Whether it is about watched applications alone.
  package var isOfAppsAlone: Bool {
    [.loopSaturated, .tasksGrowing, .executorBacklogGrowing, .appDown, .appStanding].contains(self)
  }
}
