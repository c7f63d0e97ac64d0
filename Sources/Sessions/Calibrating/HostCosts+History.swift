package import Calculator
import FoundationEssentials
import Storage

extension HostCosts {
  /// Reads them from a history; if there is none, nothing is known.
  ///
  /// - Throws: `StorageError`.
  package init(storagePath: String) throws {
    let entries =
      FileManager.default.fileExists(atPath: storagePath) ? try HistoryReader(path: storagePath).runtimeCosts() : []
    self.init(entries.map { ($0.runtime, $0.seconds) })
  }
}
