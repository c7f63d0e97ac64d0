package import Calculator
import FoundationEssentials
import Storage

extension HostCosts {
  /// Reads them from a history; if there is none, nothing is known.
  ///
  /// - Parameter telling: gets what a person should know of the history.
  /// - Throws: `StorageError`.
  package init(storagePath: String, telling: (String) -> Void = { _ in }) throws {
    let reader = FileManager.default.fileExists(atPath: storagePath) ? try HistoryReader(path: storagePath) : nil
    let entries = try reader?.runtimeCosts() ?? []
    for text in [reader?.note, reader?.damagedRows.text] { if let text { telling(text) } }
    self.init(entries.map { ($0.runtime, $0.seconds) })
  }
}
