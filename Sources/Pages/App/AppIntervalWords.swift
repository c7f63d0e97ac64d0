import Rendering
import Samples

/// An interval of an application, in words.
enum AppIntervalWords {
  /// `p99 143 ms, busy 62 %, 3 stalls, 450 ms: callback 100 %`
  static func text(_ interval: AppInterval) -> String {
    let measures: [(String, AppMeasure)] = [
      ("p99", .eventLoopLatencyP99), ("busy", .saturation), ("tasks", .tasks), ("waiting in queues", .queueDepth(nil)),
      ("memory", .memory),
    ]
    let figures = measures.compactMap { name, measure in measure.value(of: interval).map { "\(name) \(measure.text($0))" } }
    return (figures + [interval.stalls.text ?? "no stall"]).joined(separator: ", ")
  }
}
