import Rendering
import Samples
import Snapshots
import Thresholds

/// What single runs have shown of a target, in the range of these figures alone: it tells how they move, not how far the limit is. A limit that
/// lies in that range is a line. Decoration: figure and verdict stand beside it.
struct Sparkline {
  private let points: [AppPoint]
  private let bounds: [Double]
  private let since: Timestamp
  private let until: Timestamp
  private let isBreached: Bool
  private let range: SparkRange

  /// Points at most: enough for the width.
  private static let most = 32
  private static let (width, height, margin) = (100.0, 24.0, 3.0)

  /// Of runs.
  init(_ judgement: Judgement, _ figures: [RunFigures], since: Timestamp, until: Timestamp) {
    let points = TargetFigures(judgement.target, figures, points: Self.most).plot
    self.init(judgement, points.map { AppPoint(value: $0.value, at: $0.at) }, since: since, until: until)
  }

  /// Of an application.
  init(_ judgement: Judgement, _ intervals: [AppInterval], since: Timestamp, until: Timestamp) {
    let measure = judgement.target.name.appMeasure(queue: judgement.queue)
    self.init(judgement, measure.points(of: intervals.stepped(to: Self.most)), since: since, until: until)
  }

  /// Of what is not judged.
  init(_ points: [AppPoint], since: Timestamp, until: Timestamp) {
    self.points = points
    (self.since, self.until) = (since, until)
    (isBreached, bounds) = (false, [])
    range = SparkRange(points.map(\.value), isLogarithmic: false)
  }

  private init(_ judgement: Judgement, _ points: [AppPoint], since: Timestamp, until: Timestamp) {
    self.points = points
    (self.since, self.until) = (since, until)
    isBreached = judgement.verdict == .breached
    range = SparkRange(points.map(\.value), isLogarithmic: judgement.target.name == .eventLoopLatency)
    let range = range
    bounds = judgement.target.drawnBounds.filter(range.contains)
  }

  var markup: Markup {
    guard !points.isEmpty else { return "<svg class=\"sparkline\" viewBox=\"0 0 100 24\" aria-hidden=\"true\"></svg>" }
    let limits = bounds.map { bound -> Markup in
      "<path class=\"limit\" vector-effect=\"non-scaling-stroke\" d=\"M0,\(at: y(bound))H100\"/>"
    }
    let lines = points.pieces.filter { $0.count > 1 }.map { piece in
      Markup.joined(
        piece.enumerated().map { "\($0.offset == 0 ? "M" : "L" as Markup)\(at: x($0.element.at)),\(at: y($0.element.value))" })
    }
    let line: Markup =
      lines.isEmpty ? .none : "<path class=\"line\" vector-effect=\"non-scaling-stroke\" d=\"\(Markup.joined(lines))\"/>"
    return """
      <svg class="sparkline" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">\(Markup.joined(limits))\(line)\(ends)</svg>
      """
  }

  /// Those that stand alone, and the last one: a line of no length with round ends is a dot, however the picture is stretched.
  private var ends: Markup {
    let alone = points.pieces.filter { $0.count == 1 }.flatMap(\.self)
    let dots = (alone + points.suffix(1)).map { "M\(at: x($0.at)),\(at: y($0.value))h0" as Markup }
    return
      "<path class=\"\(isBreached ? "dot breached" : "dot")\" vector-effect=\"non-scaling-stroke\" d=\"\(Markup.joined(dots))\"/>"
  }

  private func x(_ at: Timestamp) -> Double {
    let span = max(1, since.seconds(until: until))
    return 2 + (Self.width - 4) * min(1, max(0, since.seconds(until: at) / span))
  }

  private func y(_ value: Double) -> Double { Self.margin + (Self.height - 2 * Self.margin) * (1 - range.height(value)) }
}

/// From the least to the greatest of some values.
package struct SparkRange: Sendable {
  private let lower: Double
  private let upper: Double
  private let isLogarithmic: Bool

  /// - Parameter isLogarithmic: steps of equal ratio have equal heights.
  package init(_ values: [Double], isLogarithmic: Bool) {
    lower = values.min() ?? 0
    upper = values.max() ?? 0
    self.isLogarithmic = isLogarithmic && lower > 0
  }

  /// Whether a value lies in it.
  package func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

  /// 0 at the least, 1 at the greatest; in the middle where all are the same.
  package func height(_ value: Double) -> Double {
    let share =
      isLogarithmic
      ? (Decade.log10(value) - Decade.log10(lower)) / (Decade.log10(upper) - Decade.log10(lower))
      : (value - lower) / (upper - lower)
    return share.isFinite ? min(1, max(0, share)) : 0.5
  }
}
