import Scheduling
import Settings
import Samples
import Synchronization
import Workloads

/// What is to be run, and what it may cost.
struct CanaryList: Hashable, Sendable {
  let canaries: [AgentOptions.Canary]
  /// What the settings name and cannot be run, since its runtime is not there; in order.
  let missing: [RunIdentity]
  let budgetShare: Double
  let budgetPeriod: Duration
  let cores: CoreChoice
  let priority: RunPriority

  init(_ settings: AgentSettings, in runtimes: [Runtime]) {
    canaries = settings.canaries(in: runtimes)
    missing = settings.missing(in: runtimes)
    budgetShare = settings.cpuBudget
    budgetPeriod = .seconds(settings.every)
    cores = settings.canaryCores
    priority = settings.canaryPriority
  }

  /// Runs that come due in an hour.
  var runsAnHour: Double { canaries.reduce(0) { $0 + 3600 / $1.every.seconds } }

  func budget(cores: Double, at now: Duration) -> CPUBudget {
    CPUBudget(share: budgetShare, cores: cores, period: budgetPeriod, at: now)
  }
}

/// Where the list of canaries lies: it may be replaced at any time, and is taken between two runs.
final class CanaryDesk: Sendable {
  private let current: Mutex<CanaryList>
  /// Rings where it is replaced.
  let alarm: Alarm

  init(_ list: CanaryList, time: any TimeSource) {
    current = Mutex(list)
    alarm = Alarm(time: time)
  }

  var list: CanaryList { current.withLock { $0 } }

  func put(_ list: CanaryList) {
    current.withLock { $0 = list }
    alarm.ring()
  }
}
