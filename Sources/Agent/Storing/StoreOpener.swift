package import Alerting
import NIOPosix
package import Samples
package import Scheduling
package import Storage
import Synchronization

/// Opens the agent's database, at the start and whenever it must be opened anew.
package struct StoreOpener: Sendable {
  private let path: String
  private let version: String
  private let pid: Int32
  private let machine: HostMachine?
  private let judging: InForce
  private let time: any TimeSource
  /// Rows that were left out of what was read, of all databases that it opens.
  let damages = DamageTally()

  /// - Parameters:
  ///   - version: of this agent.
  ///   - pid: its process.
  ///   - machine: on which it runs; `nil`: that is not noted.
  ///   - judging: by what it judges; `nil`: that is not noted.
  package init(
    path: String, version: String, pid: Int32, machine: HostMachine? = nil, judging: JudgingPlan? = nil, time: any TimeSource
  ) {
    self.machine = machine
    self.judging = InForce(judging)
    self.path = path
    self.version = version
    self.pid = pid
    self.time = time
  }

  /// Blocks.
  ///
  /// - Throws: `StorageError`.
  package func open(settingAside: Bool = false) throws(StorageError) -> HistoryStore {
    let writer = HistoryWriter(.agent, machine: machine, judging: judging.plan.withLock { $0 })
    return try HistoryStore(
      path: path, version: version, pid: pid, at: time.wall, writer: writer, settingAside: settingAside, damages: damages)
  }

  /// Judges by this from now on: a database that is begun anew knows of it.
  func judge(by plan: JudgingPlan) { judging.plan.withLock { $0 = plan } }

  private final class InForce: Sendable {
    let plan: Mutex<JudgingPlan?>

    init(_ plan: JudgingPlan?) { self.plan = Mutex(plan) }
  }

  /// Does not block.
  func openElsewhere(settingAside: Bool) async throws -> HistoryStore {
    try await NIOThreadPool.singleton.runIfActive { try open(settingAside: settingAside) }
  }
}
