import Rendering
import Samples
import Storage

/// The time of a run as the common axis of its plots: percent of the width, counted from its start.
struct RunSpan {
  private let start: Timestamp
  private let seconds: Double

  /// From the start of the child to its end, and to the last that was seen of it, should that be later.
  init(_ detail: RunDetailTimes) {
    start = detail.startedAt
    let last = max(detail.endedAt, detail.lastSeen)
    seconds = max(0.001, Double(last.milliseconds - start.milliseconds) / 1000)
  }

  /// Seconds since the start; the wall clock may have been set meanwhile, so it may be negative.
  func offset(_ at: Timestamp) -> Double { Double(at.milliseconds - start.milliseconds) / 1000 }

  /// 0...100.
  func x(_ offset: Double) -> Double { min(100, max(0, offset / seconds * 100)) }

  func x(_ at: Timestamp) -> Double { x(offset(at)) }

  /// At most six, at round seconds.
  var ticks: [PlotPanel.Tick] {
    let power = Decade.power(Int(Decade.log10(seconds / 5).rounded(.down)))
    let step = ([1, 2, 5].first { seconds / ($0 * power) <= 5.001 } ?? 10) * power
    return (0...Int((seconds / step + 1e-9).rounded(.down))).map { index in
      PlotPanel.Tick(x: x(Double(index) * step), text: DurationText.text(Double(index) * step))
    }
  }
}

/// The instants that decide how long the axis is.
struct RunDetailTimes {
  let startedAt: Timestamp
  let endedAt: Timestamp
  let lastSeen: Timestamp
}
