import NIOPosix
package import Scheduling
package import Storage

/// Opens the agent's database, at the start and whenever it must be opened anew.
package struct StoreOpener: Sendable {
  private let path: String
  private let version: String
  private let pid: Int32
  private let time: any TimeSource
  /// Rows that were left out of what was read, of all databases that it opens.
  let damages = DamageTally()

  /// - Parameters:
  ///   - version: of this agent.
  ///   - pid: its process.
  package init(path: String, version: String, pid: Int32, time: any TimeSource) {
    self.path = path
    self.version = version
    self.pid = pid
    self.time = time
  }

  /// Blocks.
  ///
  /// - Throws: `StorageError`.
  package func open(settingAside: Bool = false) throws(StorageError) -> HistoryStore {
    try HistoryStore(path: path, version: version, pid: pid, at: time.wall, settingAside: settingAside, damages: damages)
  }

  /// Does not block.
  func openElsewhere(settingAside: Bool) async throws -> HistoryStore {
    try await NIOThreadPool.singleton.runIfActive { try open(settingAside: settingAside) }
  }
}
