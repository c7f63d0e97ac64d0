package import Endpoint
package import Processes
package import Samples
package import Workloads

/// Everything that can be set of an agent.
package struct AgentOptions: Sendable {
  /// One of the runs that are repeated: a mix with a strategy.
  package struct Canary: Hashable, Sendable {
    /// What its items do, and how many there are.
    package let mix: Mix
    /// How its items are executed.
    package let strategy: Strategy

    /// Pairs a mix with a strategy.
    package init(mix: Mix, strategy: Strategy) {
      self.mix = mix
      self.strategy = strategy
    }

    /// What its series are labelled with.
    package var identity: RunIdentity { RunIdentity(mix: mix.name, strategy: strategy, runtime: .swift) }
  }

  /// The SQLite database, relative to the working directory; made where there is none.
  package var storagePath = "calcmon.db"
  /// Mount point of procfs. Where there is none, the agent does not start.
  package var procPath = "/proc"
  /// Mount point of the cgroup file systems. Where there is none, no CPU quota is known and the affinity mask alone counts.
  package var cgroupPath = "/sys/fs/cgroup"
  /// Where to serve, at least one: the first run waits until connections are accepted at all of them.
  package var listenAddresses = [ListenAddress.standard]
  /// Between two runs of the same canary.
  package var every = Duration.seconds(300)
  /// Share of the host's CPU capacity that canaries may cost on average.
  package var cpuBudget = 0.05
  /// How far back runs are judged together.
  package var window = Duration.seconds(900)
  /// After which a run is killed. The built-in mixes take 1-4 s on an idle core.
  package var deadline = Duration.seconds(30)
  /// What to run, in the order of the first round.
  package var canaries = [
    Canary(mix: .mixed, strategy: .hybrid), Canary(mix: .mixed, strategy: .async), Canary(mix: .cpuBound, strategy: .hybrid),
  ]
  /// Starts a run's child.
  package var child = Command.thisProgram("run-child")

  /// The defaults.
  package init() {}
}
