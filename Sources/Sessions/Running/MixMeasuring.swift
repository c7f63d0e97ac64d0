package import Runs
package import Samples
package import Workloads

/// Finds out what the steps of a mix take whose times are not known beforehand, before its first run.
package struct MixMeasuring {
  private let mix: Mix
  private let cores: Int
  private let measure: @Sendable (Mix, Runtime) async throws -> StepMeasurements

  /// - Parameters:
  ///   - cores: usable by the runs.
  ///   - measure: does each step alone for a moment, in a runtime.
  package init(_ mix: Mix, cores: Int, measure: @escaping @Sendable (Mix, Runtime) async throws -> StepMeasurements) {
    self.mix = mix
    self.cores = cores
    self.measure = measure
  }

  /// Returns the mix as each runtime runs it. A runtime in which its steps cannot be measured is left out.
  ///
  /// - Parameter event: told what happens, in order.
  /// - Throws: `RunSessionError.notMeasured` if no runtime is left, `RunSessionError.problems` if the mix makes no sense with what was found.
  package func mixes(of runtimes: [Runtime], event: (RunSession.Event) -> Void) async throws -> [Runtime: Mix] {
    guard mix.needsMeasuring else { return Dictionary(uniqueKeysWithValues: runtimes.map { ($0, mix) }) }
    var mixes: [Runtime: Mix] = [:]
    var failures: [(runtime: Runtime, reason: String)] = []
    for runtime in runtimes {
      event(.measuring(mix: mix.name, runtime))
      do {
        let found = try await measure(mix, runtime)
        event(.measured(runtime, found))
        mixes[runtime] = mix.with(found)
      } catch let error where !(error is CancellationError) {
        failures.append((runtime, "\(error)"))
      }
    }
    if mixes.isEmpty, let last = failures.popLast() {
      failures.forEach { event(.unavailable($0.runtime, reason: $0.reason)) }
      throw RunSessionError.notMeasured(mix.name, last.runtime, reason: last.reason)
    }
    failures.forEach { event(.unavailable($0.runtime, reason: $0.reason)) }
    let problems = runtimes.lazy.compactMap { mixes[$0]?.problems(cores: cores) }.first { !$0.isEmpty }
    if let problems { throw RunSessionError.problems(problems) }
    return mixes
  }
}
