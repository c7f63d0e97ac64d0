package import Alerting
package import Applications
package import Samples
package import Storage
package import Thresholds

/// What the agent knows at one moment: what its pages and its API show. Taken from memory; nothing of it waits for a run or the database.
package struct AgentSnapshot: Sendable {
  /// One mix with a strategy and a runtime that is run in slots.
  package struct Canary: Sendable {
    /// What is run.
    package var identity: RunIdentity
    /// Decides which targets are judged.
    package var kind: MixKind
    /// Between two of its slots, in seconds.
    package var everySeconds: Double
    /// Whether a breach becomes an alert; baselines are judged only.
    package var alerts: Bool
    /// Each target as it was judged last, over its window, in the order of the targets.
    package var judgements: [Judgement]
    /// What failed of its runs in the agent's window.
    package var failures: Failures
    /// How many of the newest runs broke each target.
    package var badRuns: [TargetName: BadRuns]

    /// Joins the parts.
    package init(
      identity: RunIdentity, kind: MixKind, everySeconds: Double, alerts: Bool, judgements: [Judgement],
      failures: Failures = Failures(), badRuns: [TargetName: BadRuns] = [:]
    ) {
      self.identity = identity
      self.kind = kind
      self.everySeconds = everySeconds
      self.alerts = alerts
      self.judgements = judgements
      self.failures = failures
      self.badRuns = badRuns
    }

    /// Of its targets and what failed.
    package var verdict: Verdict { Verdict(of: judgements.map(\.verdict), failures: [failures]) }
  }

  /// An alert that is pending, firing or lately resolved.
  package struct ActiveAlert: Sendable {
    /// With its labels, annotations, state and instants.
    package var alert: Alert
    /// Whether nobody is told of it, by a silence or a maintenance window.
    package var isMuted: Bool
    /// Whether a critical alert says it already, or that of the host: then nobody is told of this one either.
    package var isCovered: Bool

    /// Joins the parts.
    package init(alert: Alert, isMuted: Bool, isCovered: Bool = false) {
      self.alert = alert
      self.isMuted = isMuted
      self.isCovered = isCovered
    }
  }

  /// The run under way.
  package struct Running: Sendable {
    /// What is run.
    package var identity: RunIdentity
    /// When it was started.
    package var startedAt: Timestamp
    /// How long the work took last time, in seconds; `nil` where it was never done.
    package var expectedSeconds: Double?
    /// Items accepted and not yet started; `nil` before the child has told.
    package var queueDepth: Int?
    /// Items that came to an end; `nil` before the child has told.
    package var itemsDone: Int?
    /// Items in all; `nil` where nobody knows beforehand.
    package var items: Int?

    /// The wall clock was set by so much.
    package mutating func moveStart(by milliseconds: Int64) { startedAt = startedAt.moved(by: milliseconds) }

    /// Joins the parts.
    package init(
      identity: RunIdentity, startedAt: Timestamp, expectedSeconds: Double? = nil, queueDepth: Int? = nil, itemsDone: Int? = nil,
      items: Int? = nil
    ) {
      self.identity = identity
      self.startedAt = startedAt
      self.expectedSeconds = expectedSeconds
      self.queueDepth = queueDepth
      self.itemsDone = itemsDone
      self.items = items
    }
  }

  /// What the agent itself costs this host, its runs left out unless they are named.
  package struct Cost: Sendable {
    /// Since the start of the process.
    package var uptimeSeconds: Double
    /// User and system CPU time of the agent; `nil` where it cannot be read.
    package var cpuSeconds: Double?
    /// Resident memory of the agent; `nil` where it cannot be read.
    package var residentBytes: Double?
    /// CPU time that runs have cost since the start of the agent.
    package var runCPUSeconds: Double
    /// Share of the host's capacity that runs may cost on average.
    package var runCPUBudget: Double
    /// Cores that the host has for runs.
    package var cores: Double
    /// Cores that a run may take of them, at the most.
    package var runCores: Double
    /// Runs that come due in an hour, one at a time.
    package var runsAnHour: Double
    /// Size of the database with its write-ahead log; `nil` where it is not open.
    package var databaseBytes: Double?

    /// Joins the figures.
    package init(
      uptimeSeconds: Double, cpuSeconds: Double? = nil, residentBytes: Double? = nil, runCPUSeconds: Double = 0,
      runCPUBudget: Double = 0.05, cores: Double = 1, runCores: Double = 1, runsAnHour: Double = 0,
      databaseBytes: Double? = nil
    ) {
      self.uptimeSeconds = uptimeSeconds
      self.cpuSeconds = cpuSeconds
      self.residentBytes = residentBytes
      self.runCPUSeconds = runCPUSeconds
      self.runCPUBudget = runCPUBudget
      self.cores = cores
      self.runCores = runCores
      self.runsAnHour = runsAnHour
      self.databaseBytes = databaseBytes
    }
  }

  /// A runtime that canaries are run in, or would be.
  package struct RuntimeState: Hashable, Sendable {
    /// Which.
    package var runtime: Runtime
    /// `Swift 6.3`, `CPython 3.11.2`; `nil` if it cannot be used, or did not tell.
    package var version: String?
    /// Whether canaries can be run in it.
    package var isAvailable: Bool

    /// Joins the parts.
    package init(runtime: Runtime, version: String?, isAvailable: Bool = true) {
      self.runtime = runtime
      self.version = version
      self.isAvailable = isAvailable
    }
  }

  /// When this was so.
  package var at: Timestamp
  /// When the agent started.
  package var startedAt: Timestamp
  /// With the revision: `0.1.0 (revision 0123456789ab)`.
  package var version: String
  /// Where people find this agent, without a slash at the end: `http://127.0.0.1:9873`.
  package var externalURL: String
  /// What is run, in order.
  package var canaries: [Canary]
  /// What the configuration names and cannot be run, since its runtime is not there; in order.
  package var missing: [RunIdentity]
  /// In order of their rules, then of their labels.
  package var alerts: [ActiveAlert]
  /// How breaches become alerts, one a name.
  package var rules: [AlertRule]
  /// `nil`: none.
  package var running: Running?
  /// When the next run is due; `nil` where that is not known, or one is under way.
  package var nextRunAt: Timestamp?
  /// The newest runs, well or not, the newest first; some thirty of them.
  package var newestRuns: [RunDetail]
  /// Of the agent.
  package var cost: Cost
  /// On which the agent runs; `nil`: it does not know.
  package var machine: HostMachine?
  /// What runs are executed by.
  package var runtimes: [RuntimeState]
  /// What else a reader should know, a sentence each: a missing runtime, a database that refuses, a slower host.
  package var notes: [String]
  /// The applications that are watched, in the order of their names.
  package var apps: [AppView]
  /// How applications are judged, in the order of their names.
  package var judgedApps: [JudgedAppNow]

  /// Joins the parts.
  package init(
    at: Timestamp, startedAt: Timestamp, version: String, externalURL: String, canaries: [Canary], missing: [RunIdentity] = [],
    alerts: [ActiveAlert] = [],
    rules: [AlertRule] = AlertRule.standard, running: Running? = nil, nextRunAt: Timestamp? = nil,
    newestRuns: [RunDetail] = [], cost: Cost, machine: HostMachine? = nil, runtimes: [RuntimeState] = [],
    notes: [String] = [], apps: [AppView] = [], judgedApps: [JudgedAppNow] = []
  ) {
    self.at = at
    self.startedAt = startedAt
    self.version = version
    self.externalURL = externalURL
    self.canaries = canaries
    self.missing = missing
    self.alerts = alerts
    self.rules = rules
    self.running = running
    self.nextRunAt = nextRunAt
    self.newestRuns = newestRuns
    self.cost = cost
    self.machine = machine
    self.runtimes = runtimes
    self.notes = notes
    self.apps = apps
    self.judgedApps = judgedApps
  }

  /// Of all targets of all canaries and of what failed, and of applications as far as they are judged by now; what cannot be run though it was
  /// asked for is unknown.
  package var verdict: Verdict {
    let judged = judgedApps.flatMap { $0.counted.map(\.verdict).filter { $0 != .unknown } }
    return Verdict(
      of: canaries.flatMap { $0.judgements.map(\.verdict) } + missing.map { _ in .unknown } + judged,
      failures: canaries.map(\.failures))
  }
}
