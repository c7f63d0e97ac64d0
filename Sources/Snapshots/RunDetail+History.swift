package import Runs
package import Storage

extension RunDetail {
  /// A run that is in memory, as it is read back once it is kept under this id; but for its version, which the history does not keep.
  package init(_ record: RunRecord, id: Int64) {
    self.init(StoredRunParts(record, id: id))
    version = record.version
  }

  /// A run of the history; `nil` where it is not kept.
  ///
  /// - Throws: what the reader throws.
  package init?(_ id: Int64, from reader: HistoryReader) throws {
    guard let parts = try reader.run(id) else { return nil }
    self.init(parts)
  }

  /// What was read. The history does not keep the version.
  package init(_ parts: StoredRunParts) {
    self.init(run: parts.run, latency: parts.latency, stalls: parts.stalls, samples: parts.samples)
  }
}
