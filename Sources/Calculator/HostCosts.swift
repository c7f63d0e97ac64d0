package import Prediction
package import Samples

/// What the runtimes add to the work on this host, as far as it was measured here.
package struct HostCosts: Sendable {
  private var known: [Runtime: RuntimeCosts]

  /// - Parameter measured: what was found of runtimes, as `RuntimeCosts.seconds` has it.
  package init(_ measured: [(runtime: Runtime, seconds: [String: Double])] = []) {
    known = measured.reduce(into: [:]) { $0[$1.runtime] = RuntimeCosts($1.runtime, seconds: $1.seconds) }
  }

  /// Returns those of the runtime; the standard if it was never measured here.
  package func costs(of runtime: Runtime) -> RuntimeCosts { known[runtime] ?? .standard(runtime) }

  /// Returns them with some that are given, by name, for every runtime.
  package func replacing(_ given: [String: Double]) -> HostCosts {
    guard !given.isEmpty else { return self }
    var changed = self
    for runtime in Runtime.allCases {
      changed.known[runtime] = RuntimeCosts(runtime, seconds: costs(of: runtime).seconds.merging(given) { $1 })
    }
    return changed
  }

  /// Returns those that were never measured here.
  package func foreign(_ runtimes: [Runtime]) -> [Runtime] { runtimes.filter { known[$0] == nil } }
}
