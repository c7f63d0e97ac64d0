package import Endpoint
package import Processes
package import Samples
package import Storage
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

    /// Joins the three.
    package init(mix: Mix, strategy: Strategy, runtime: Runtime) {
      self.mix = mix
      self.strategy = strategy
      self.runtime = runtime
    }

    /// What its series are labelled with.
    package var identity: RunIdentity { RunIdentity(mix: mix.name, strategy: strategy, runtime: runtime) }
  }

  /// The SQLite database, relative to the working directory; made where there is none.
  package var storagePath = "calcmon.db"
  /// How long what is kept in it.
  package var retention = Retention.standard
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
  /// What to run, in the order of the first round, each with its strategies in every runtime that is there.
  package var mixes = Mix.standard
  /// Measures anew how fast this host computes, and sizes all later work by it.
  package var recalibrates = false
  /// The Python of the runtime `asyncio`; `nil`: the first `python3` on the `PATH`.
  package var pythonPath: String?
  /// Starts a run's child.
  package var child = Command.thisProgram("run-child")
  /// Starts the server of `http` steps.
  package var stepServer = Command.thisProgram("run-server")

  /// The defaults.
  package init() {}

  /// All runs that are repeated. One runtime after the other, so that the first figures are there soon, whatever Python's start takes.
  package func canaries(in runtimes: [Runtime]) -> [Canary] {
    runtimes.flatMap { runtime in
      mixes.flatMap { mix in mix.strategies.map { Canary(mix: mix, strategy: $0, runtime: runtime) } }
    }
  }
}
