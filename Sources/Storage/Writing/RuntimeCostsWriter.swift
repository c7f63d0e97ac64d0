package import Samples

/// Keeps what the runtimes add to the work on this host, also from beside the agent; see `SideWriter`.
package enum RuntimeCostsWriter {
  /// Blocks, some seconds at most where others write. Makes the history where there is none.
  ///
  /// - Parameters:
  ///   - version: of calcmon, for a history that is made.
  ///   - pid: of this process.
  /// - Throws: `StorageError`; then nothing is kept.
  package static func add(
    _ entries: [RuntimeCostsEntry], path: String, version: String, pid: Int32, at now: Timestamp
  ) async throws {
    guard
      let store = try unlessInUse({
        try HistoryStore(path: path, version: version, pid: pid, at: now, writer: HistoryWriter(.simulate))
      })
    else {
      return try SideWriter.write(path) { database in
        for entry in entries { try database.insert(entry) }
      }
    }
    try await store.write(entries.map { .runtimeCosts($0) })
    try await store.close(at: now)
  }

  /// `nil` where an agent has the history.
  private static func unlessInUse(_ open: () throws -> HistoryStore) throws -> HistoryStore? {
    do {
      return try open()
    } catch let error as StorageError {
      if case .inUse = error { return nil }
      throw error
    }
  }
}
