import Rendering
import Thresholds

extension [Judgement] {
  /// What a loop's lateness must stay below, in seconds; `nil` if it is not judged by such a limit.
  var latencyLimit: Double? {
    let target = first { $0.target.name == .eventLoopLatency }?.target
    return target.flatMap { $0.isDrawn ? $0.limit.bounds.last { $0.bound == "upper" }?.value : nil }
  }
}
