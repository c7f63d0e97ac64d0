import Rendering
import Samples
import Workloads

/// What a step takes, measured alone, as JSON.
struct JSONStepMeasurement: Encodable {
  let runtime: Runtime
  let step: StepMeasurement.Step
  let target: OrNull<String>
  let calls: Int
  let failures: Int
  let firstError: OrNull<String>
  let seconds: OrNull<Double>
  let wallSeconds: OrNull<Double>
  let p50Seconds: OrNull<Double>
  let p99Seconds: OrNull<Double>
  let lockShare: OrNull<Double>
  let transfer: OrNull<JSONTransfer>

  init(_ found: StepMeasurement, of mix: Mix, in runtime: Runtime, _ histograms: [RunDistribution: LatencyHistogram]) {
    self.runtime = runtime
    step = found.step
    target = OrNull(found.step == .cpu ? mix.cpu?.call.map { "\($0)" } : mix.io?.work.target)
    calls = found.count
    failures = found.failures
    firstError = OrNull(found.firstError)
    seconds = OrNull(found.seconds)
    wallSeconds = OrNull(found.wallSeconds)
    let histogram = histograms[found.step == .cpu ? .cpuStepDuration : .ioStepDuration]
    p50Seconds = OrNull(histogram?.quantile(0.5))
    p99Seconds = OrNull(histogram?.quantile(0.99))
    lockShare = OrNull(found.lockShare)
    transfer = OrNull(found.transfer.map(JSONTransfer.init))
  }
}
