import FoundationEssentials
package import Prediction
package import Samples
import Storage

/// What the runtimes add to the work on this host, as far as its history tells.
package struct HostCosts: Sendable {
  private var known: [Runtime: RuntimeCosts]

  /// - Parameter entries: as they were kept.
  init(_ entries: [RuntimeCostsEntry]) {
    known = entries.reduce(into: [:]) { $0[$1.runtime] = RuntimeCosts($1.runtime, seconds: $1.seconds) }
  }

  /// - Parameter storagePath: the history; where there is none, nothing is known.
  /// - Throws: `StorageError`.
  package init(storagePath: String) throws {
    self.init(
      FileManager.default.fileExists(atPath: storagePath) ? try HistoryReader(path: storagePath).runtimeCosts() : [])
  }

  /// Of the runtime; the standard where it was never measured here.
  package func costs(of runtime: Runtime) -> RuntimeCosts { known[runtime] ?? .standard(runtime) }

  /// With some that are given, by name, for every runtime.
  package func replacing(_ given: [String: Double]) -> HostCosts {
    guard !given.isEmpty else { return self }
    var changed = self
    for runtime in Runtime.allCases {
      changed.known[runtime] = RuntimeCosts(runtime, seconds: costs(of: runtime).seconds.merging(given) { $1 })
    }
    return changed
  }

  /// Those that were never measured here.
  package func foreign(_ runtimes: [Runtime]) -> [Runtime] { runtimes.filter { known[$0] == nil } }
}
