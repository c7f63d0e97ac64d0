package import Alerting
package import Samples

/// Writes silences from beside the agent; see `SideWriter`. Blocks, some seconds at most where others write.
package enum SilenceWriter {
  /// Adds a silence. Returns its id.
  ///
  /// - Throws: `StorageError`; there is then no silence. Of a database of another schema it wants the agent of the same calcmon.
  @discardableResult
  package static func add(_ silence: Silence, path: String) throws(StorageError) -> Int64 {
    try SideWriter.write(path) { try $0.insert(silence) }
  }

  /// Ends a silence, also one that has not begun. Returns whether there is one of that id which had not ended.
  ///
  /// - Throws: as `add`.
  package static func expire(_ id: Int64, at now: Timestamp, path: String) throws(StorageError) -> Bool {
    try SideWriter.write(path) { try $0.expireSilence(id, at: now) }
  }
}
