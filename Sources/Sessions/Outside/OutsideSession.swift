package import Applications
package import Outside
import Processes
package import Procfs
package import Scheduling
import Synchronization

/// Watches one process from outside, until it ends or that is asked for, and tells an agent of it or keeps an account.
package struct OutsideSession: Sendable {
  /// What is watched, and how.
  package struct Options: Sendable {
    package var target: OutsideTarget
    /// The name of the application.
    package var app: String
    /// For how long; `nil`: until it ends.
    package var seconds: Double?
    /// The socket of the agent that is told; `nil`: an account is kept here.
    package var agent: String?
    package var probe: String
    package var proc: ProcTrees
    package var cgroup: ProcRoot
    /// Where tracefs may be; empty: its turns are not to be traced.
    package var tracefs: [ProcRoot]

    package init(
      target: OutsideTarget, app: String?, seconds: Double?, agent: String?, probe: String, proc: ProcTrees, cgroup: ProcRoot,
      tracefs: [ProcRoot]
    ) {
      self.target = target
      self.app = app ?? CommandName.of(target.command)
      self.seconds = seconds
      self.agent = agent
      self.probe = probe
      self.proc = proc
      self.cgroup = cgroup
      self.tracefs = tracefs
    }
  }

  private let options: Options
  private let time: any TimeSource
  private let begun: @Sendable (OutsideSight) -> Void

  /// - Parameter begun: told what can be seen, before it is looked at.
  package init(_ options: Options, time: any TimeSource, begun: @escaping @Sendable (OutsideSight) -> Void) {
    self.options = options
    self.time = time
    self.begun = begun
  }

  /// Watches it. SIGINT and SIGTERM end that, and nothing else. Returns the report; `nil` if an agent was told instead.
  ///
  /// - Throws: `OutsideTarget.Refusal` if it has ended before, `ResourceError`.
  package func run() async throws -> AppReport? {
    let signals = await StopSignals()
    let isStopped = Stop()
    let thread = WorkerThreads(1)
    let report = try await signals.during {
      try await thread.run { try OutsideRound(options, time, begun, isStopped).untilEnd() }
    } stop: {
      isStopped.set()
    }
    await thread.shutDown()
    return report
  }
}

/// Whether it is to end.
final class Stop: Sendable {
  private let isSet = Atomic(false)

  var isWanted: Bool { isSet.load(ordering: .relaxed) }
  func set() { isSet.store(true, ordering: .relaxed) }
}
