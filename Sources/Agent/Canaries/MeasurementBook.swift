import Runs
import Samples
import Workloads

/// What steps take whose times are not known beforehand, by mix and runtime, as it was found out since the start.
struct MeasurementBook {
  /// All that it depends on.
  private struct Key: Hashable {
    let io: Mix.IOStep?
    let cpu: Mix.CPUStep?
    let code: UserCode?
    let loop: Mix.EventLoopKind
    let timeoutSeconds: Double?
    let runtime: Runtime

    init(_ canary: AgentOptions.Canary) {
      let mix = canary.mix
      (io, cpu, code, loop, timeoutSeconds) = (mix.io, mix.cpu, mix.code, mix.loop, mix.timeoutSeconds)
      runtime = canary.runtime
    }
  }

  private var found: [Key: StepMeasurements] = [:]

  /// `nil`: it is to be measured.
  subscript(_ canary: AgentOptions.Canary) -> StepMeasurements? {
    get { found[Key(canary)] }
    set { found[Key(canary)] = newValue }
  }

  /// Forgets what is run no more.
  mutating func keep(only canaries: [AgentOptions.Canary]) {
    let kept = Set(canaries.map(Key.init))
    found = found.filter { kept.contains($0.key) }
  }
}
