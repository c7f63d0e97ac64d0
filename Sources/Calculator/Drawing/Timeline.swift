import Prediction
import Samples

/// What ran where, from the start on, as far as it was kept.
struct Timeline {
  /// The loop, a thread or a worker process.
  struct Lane {
    let name: String
    let segments: [Prediction.Segment]
  }

  private static let mostLanes = 16

  let title: String
  /// Shown, from the first arrival.
  let seconds: Double
  let lanes: [Lane]

  init(_ prediction: Prediction) {
    let segments = prediction.segments
    // Where not all was kept, the last that was kept has the end of what is known.
    let known = segments.map(\.end).max() ?? 0
    let isCut = known < prediction.seconds * 0.999
    let seconds = isCut ? segments.last?.start ?? 0 : prediction.seconds
    self.seconds = seconds
    let byLane = Dictionary(grouping: segments.filter { $0.start < seconds }, by: \.lane)
    let names = byLane.keys.sorted()
    lanes = names.prefix(Self.mostLanes).map { lane in
      Lane(name: Self.name(of: lane, prediction), segments: byLane[lane] ?? [])
    }
    let more = names.count > Self.mostLanes ? ", \(names.count - Self.mostLanes) more not shown" : ""
    let shown = DurationText.text(seconds)
    let part = isCut ? "the first \(shown) of \(DurationText.text(prediction.seconds))" : shown
    title = "\(prediction.strategy.rawValue) in \(prediction.runtime.rawValue): \(part)\(more)"
  }

  private static func name(of lane: Int, _ prediction: Prediction) -> String {
    let number = lane - prediction.servers + 1
    guard lane < prediction.servers else { return prediction.strategy == .threads ? "thread \(number)" : "worker \(number)" }
    return prediction.servers == 1 ? "loop" : "loop \(lane + 1)"
  }
}

extension Timeline {
  private static let columns = 72
  private static let leastColumns = 8
  private static let margin = 13

  /// A line for each lane: `█` computes, `▒` computes for a part, `·` waits for I/O.
  ///
  /// - Parameter width: of a terminal that it must fit; `nil`: there is none.
  func text(width: Int?) -> String {
    let columns = width.map { max(Self.leastColumns, min(Self.columns, $0 - Self.margin)) } ?? Self.columns
    let step = seconds / Double(columns)
    let lines = lanes.map { lane -> String in
      var computed = Array(repeating: 0.0, count: columns)
      var waits = Array(repeating: false, count: columns)
      for segment in lane.segments {
        let (first, last) = (Int(segment.start / step), min(columns - 1, Int(segment.end / step)))
        for column in first..<max(first, last + 1) where column < columns {
          let part = min(segment.end, Double(column + 1) * step) - max(segment.start, Double(column) * step)
          if segment.kind == .cpu { computed[column] += part } else if part > step / 2 { waits[column] = true }
        }
      }
      let cells = zip(computed, waits).map { computed, waits -> Character in
        computed > step * 0.75 ? "█" : computed > step * 0.25 ? "▒" : waits ? "·" : " "
      }
      return String(repeating: " ", count: max(0, 10 - lane.name.count)) + lane.name + " │" + String(cells) + "│"
    }
    return ([title] + lines).joined(separator: "\n") + "\n"
  }
}

extension CalculatorResult {
  /// What ran where, of each strategy, in characters.
  package var timelines: String { timelines(width: nil) }

  /// The same, made to fit a terminal.
  package func timelines(width: Int?) -> String {
    rows.map { Timeline($0.prediction).text(width: width) }.joined(separator: "\n")
      + "\n█ computes   ▒ computes for a part   · waits for I/O\n"
  }
}
