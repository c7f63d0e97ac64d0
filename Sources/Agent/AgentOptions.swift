import Alerting
package import Endpoint
package import HTTPServer
package import Runs
package import Samples
package import Settings
import Thresholds
package import Workloads

/// Everything that can be set of an agent.
package struct AgentOptions: Sendable {
  /// One of the runs that are repeated: a mix with a strategy and a runtime.
  package struct Canary: Hashable, Sendable {
    /// What its items do, and how many there are.
    package let mix: Mix
    /// How its items are executed.
    package let strategy: Strategy
    /// Who executes them.
    package let runtime: Runtime
    /// Between two of its runs.
    package let every: Duration
    /// How closely they are looked at.
    package let sampling: RunPlan.Sampling

    /// What its series are labelled with.
    package var identity: RunIdentity { RunIdentity(mix: mix.name, strategy: strategy, runtime: runtime) }
  }

  /// What a configuration file, and flags above it, say.
  package var settings = AgentSettings()
  /// Reads the file anew, with the same flags above it; `nil`: there is no file. Blocks.
  package var reread: (@Sendable () throws(SettingsProblems) -> AgentSettings)?
  /// Where runs, and the agent's own samplers, find what they need.
  package var environment = RunEnvironment.Options()
  /// Measures anew how fast this host computes, and sizes all later work by it.
  package var recalibrates = false
  /// How the endpoint serves.
  package var endpoint = EndpointOptions()
  /// Where to serve, instead of the listen addresses: sockets that listen already.
  package var inheritedSockets: [Int32] = []
  /// TLS and users; `nil`: neither.
  package var webConfigFile: String?
  /// What the service manager has put into the environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`.
  package var serviceManager: [String: String] = [:]
  /// How many lines of the log could not be written so far.
  package var droppedLogLines: @Sendable () -> Int = { 0 }
  /// What this host is called; empty: alerts do not say which host they are of, unless the settings do.
  package var hostName = ""
  /// On which it runs; `nil`: the history does not say.
  package var machine: HostMachine?
  /// The folder for what the user runs, as `XDG_RUNTIME_DIR` names it; `nil`: there is none.
  package var runtimeFolder: String?
  /// The folder that relative paths begin with.
  package var workingDirectory = ""
  /// Whether OpenMetrics tells when each series began.
  package var exposesCreation = false

  /// Loopback, calcmon's port.
  private static let standardAddress = ListenAddress(host: "127.0.0.1", port: 9873)

  /// The defaults.
  package init() {}

  /// The SQLite database, relative to the working directory; made where there is none.
  package var storagePath: String { settings.storagePath ?? "calcmon.db" }
  /// The database as people in other folders name it.
  package var absoluteStoragePath: String {
    storagePath.hasPrefix("/") || workingDirectory.isEmpty ? storagePath : "\(workingDirectory)/\(storagePath)"
  }
  /// Where to serve, at least one: the first run waits until connections are accepted at all of them.
  package var listenAddresses: [ListenAddress] { settings.listenAddresses ?? [AgentOptions.standardAddress] }
  /// Where it really serves.
  var sockets: [HTTPService.Socket] {
    inheritedSockets.isEmpty
      ? listenAddresses.map(HTTPService.Socket.address) : inheritedSockets.map(HTTPService.Socket.inherited(fd:))
  }
  /// Where people find this agent, without a slash at the end.
  package var externalURL: String { settings.externalURL ?? listenAddresses.first?.url() ?? "" }
}

extension AgentSettings {
  /// All runs that are repeated, each mix with its strategies in those of its runtimes that are there. One runtime after the other, so that
  /// the first figures are there soon, whatever Python's start takes.
  package func canaries(in runtimes: [Runtime]) -> [AgentOptions.Canary] {
    Runtime.allCases.flatMap { runtime in
      effectiveMixes.filter { $0.isRun(by: runtime, in: runtimes) }.flatMap { settings in
        var sampling = sampling
        sampling.latencyLimit = Target.latencyLimit(of: targets(for: settings))
        return settings.mix.strategies.map {
          AgentOptions.Canary(
            mix: settings.mix, strategy: $0, runtime: runtime, every: .seconds(settings.every ?? every), sampling: sampling)
        }
      }
    }
  }

  /// What cannot be run though a mix is bound to its runtime. One that is not takes those that there are, and misses nothing.
  package func missing(in runtimes: [Runtime]) -> [RunIdentity] {
    effectiveMixes.flatMap { settings in
      (settings.boundRuntimes ?? []).filter { !settings.isRun(by: $0, in: runtimes) }.flatMap { runtime in
        settings.mix.strategies.map { RunIdentity(mix: settings.mix.name, strategy: $0, runtime: runtime) }
      }
    }.sorted()
  }

  /// What is watched of them.
  ///
  /// - Parameters:
  ///   - host: what this host is called.
  ///   - storage: how a command names the history; see `WatchPlan`.
  func watchPlan(in runtimes: [Runtime], externalURL: String, host: String = "", storage: String = "") -> WatchPlan {
    let mixes = Dictionary(effectiveMixes.map { ($0.mix.name, $0) }) { first, _ in first }
    let canaries = canaries(in: runtimes).compactMap { canary in
      mixes[canary.mix.name].map { mix in
        WatchPlan.Canary(
          identity: canary.identity, targets: targets(for: mix), alerts: mix.alertStrategies.contains(canary.strategy),
          every: mix.every ?? every)
      }
    }
    var plan = WatchPlan(
      canaries: canaries, rules: alerting.rules, window: window, limit: alerting.limit, externalURL: externalURL,
      externalLabels: alertLabels(host: host), storage: storage)
    plan.apps = apps
    return plan
  }
}

extension MixSettings {
  /// Whether a runtime is to run it: one of those that are there, or one whose program it names itself.
  fileprivate func isRun(by runtime: Runtime, in available: [Runtime]) -> Bool {
    (boundRuntimes?.contains(runtime) ?? true) && (available.contains(runtime) || mix.namesProgram(for: runtime))
  }
}
