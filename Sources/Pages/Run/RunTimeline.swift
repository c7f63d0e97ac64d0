import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// What was sampled in a run, a plot a quantity over the same axis, with the stalls as bands through all of them.
struct RunTimeline {
  private let judged: JudgedRun
  private let span: RunSpan

  private var detail: RunDetail { judged.detail }

  init(_ judged: JudgedRun) {
    self.judged = judged
    span = RunSpan(judged.detail)
  }

  var markup: Markup {
    guard !detail.samples.isEmpty || !detail.stalls.isEmpty else { return "<p class=\"none\">\(noSamples)</p>" }
    let note: Markup = detail.samples.isEmpty ? "<p class=\"none\">\(noSamples)</p>" : .none
    return """
      \(note)
      <div class="timeline">
      \(lines: [lane] + Quantity.allCases.compactMap(panel))
      \(PlotPanel.axis(span.ticks))
      </div>
      <p class="note">Seconds since the start of the run.\(shadedText)</p>
      """
  }

  private var shadedText: String {
    detail.stalls.isEmpty || detail.samples.isEmpty ? "" : " Shaded: the loop stood still."
  }

  private var noSamples: String {
    detail.run.outcome == .completed
      ? "The samples of this run are not kept any more; its figures above are." : "No samples of this run are kept."
  }

  private func panel(_ quantity: Quantity) -> Markup? {
    let samples = detail.samples.filter { $0.quantity == quantity && $0.value.isFinite }
    guard let most = samples.map(\.value).max(), let least = samples.map(\.value).min() else { return nil }
    let measure = quantity.measure
    let judgement = judged.judgements.first { $0.target.name == quantity.target }
    let bounds = judgement?.target.drawnBounds ?? quantity.standardBounds
    let scale = PlotScale(measure, samples.map(\.value) + bounds)
    let points = samples.map { PlotPanel.Point(x: span.x($0.at), y: PlotPanel.y($0.value, scale)) }
    let note = "\(quantity.note)\(limitNote(judgement, bounds))"
    return PlotPanel(
      title: quantity.target.title, note: note, figure: figure(quantity, most, judgement),
      description: "\(PageWords.count(samples.count, "sample")) from \(measure.text(least)) to \(measure.text(most)). \(note).",
      ticks: scale.ticks.map { ($0, measure.axisText($0)) }, scale: scale, xTicks: span.ticks, background: bands,
      content: Markup.joined([PlotPanel.limits(bounds, scale), "<g class=\"series\">\(PlotPanel.line(points))</g>"])
    ).markup
  }

  private func limitNote(_ judgement: Judgement?, _ bounds: [Double]) -> String {
    if let judgement, judgement.target.isDrawn { return "; dashed: \(judgement.target.caption)" }
    return bounds.isEmpty ? "" : "; dashed: 100 ms, the standard limit"
  }

  /// The greatest value; also one that was counted between two samples, while nothing could be sampled. With the verdict, if it is none to be
  /// glad of.
  private func figure(_ quantity: Quantity, _ sampled: Double, _ judgement: Judgement?) -> String {
    let measure = quantity.measure
    let sampledText = measure.text(sampled)
    let peak = quantity.counted(detail.run.figures).filter { $0 > sampled }.map(measure.text).filter { $0 != sampledText }
    let most = peak.map { "most \($0), between samples" } ?? "most \(sampledText)"
    guard let judgement, judgement.verdict == .breached else { return most }
    return "\(most) · \(judgement.verdict.mark) \(judgement.valueText), limit \(judgement.target.limitText)"
  }

  private var bands: Markup {
    .joined(
      detail.stalls.map { stall in
        let x = span.x(stall.startedAt)
        let width = max(0.2, span.x(span.offset(stall.startedAt) + stall.stall.seconds) - x)
        return "<rect class=\"stalled\" x=\"\(at: x)%\" y=\"0\" width=\"\(at: width)%\" height=\"100%\"/>"
      })
  }

  /// The stalls by their leading causes, with the numbers that they have in the list below.
  private var lane: Markup {
    guard !detail.stalls.isEmpty else { return .none }
    var lastNumber = -100.0
    let marks = detail.stalls.enumerated().map { index, stall -> Markup in
      let x = span.x(stall.startedAt)
      let width = max(0.2, span.x(span.offset(stall.startedAt) + stall.stall.seconds) - x)
      let isNumbered = x - lastNumber >= 6
      if isNumbered { lastNumber = x }
      let anchor = x > 95 ? "end" : "start"
      let number: Markup =
        isNumbered ? "<text x=\"\(at: x)%\" y=\"11\" text-anchor=\"\(anchor)\">\(index + 1)</text>" : .none
      let cause = stall.stall.budget.leading ?? .unexplained
      return """
        \(number)<svg x="\(at: x)%" y="15" width="\(at: width)%" height="13">\(BudgetBar.rectangle(cause, x: 0, width: 100))</svg>
        """
    }
    let texts = detail.stalls.enumerated().prefix(20).map { index, stall in
      "\(index + 1) at \(DurationText.text(span.offset(stall.startedAt))) for \(DurationText.text(stall.stall.seconds))"
    }
    return """
      <div class="plot-row lane"><span class="scale-text">Stalls</span><svg class="area" width="100%" height="28" role="img">\
      <title>Stalls over time</title><desc>\(texts.joined(separator: ", "))</desc>\(Markup.joined(marks))</svg></div>
      """
  }
}

extension RunSpan {
  /// Everything that is kept of a run lies in it.
  init(_ detail: RunDetail) {
    let seen = detail.samples.map(\.at) + detail.stalls.map { $0.startedAt.advanced(bySeconds: $0.stall.seconds) }
    self.init(
      RunDetailTimes(
        startedAt: detail.run.startedAt, endedAt: detail.run.endedAt, lastSeen: seen.max() ?? detail.run.endedAt))
  }
}

extension Optional {
  fileprivate func filter(_ isKept: (Wrapped) -> Bool) -> Wrapped? { flatMap { isKept($0) ? $0 : nil } }
}

extension Quantity {
  fileprivate var target: TargetName {
    switch self {
    case .eventLoopLatency: .eventLoopLatency
    case .queueDepth: .queueDepth
    case .cpuUtilization: .cpuUtilization
    case .memory: .memory
    case .ioWait: .ioWait
    }
  }

  /// How its values are told.
  fileprivate var measure: RunMeasure {
    switch self {
    case .eventLoopLatency: .eventLoopLatencyP99
    case .queueDepth: .queuePeak
    case .cpuUtilization: .cpuUtilization
    case .memory: .memoryPeak
    case .ioWait: .ioWait
    }
  }

  /// What a sample is.
  fileprivate var note: String {
    switch self {
    case .eventLoopLatency: "worst tick since the sample before"
    case .queueDepth: "items accepted and not yet started"
    case .cpuUtilization: "of the cores available to the run"
    case .memory: "of the run's process tree"
    case .ioWait: "share of time in which every item in flight waited"
    }
  }

  /// The greatest value, as it was counted and not sampled.
  fileprivate func counted(_ figures: StoredRun.Figures?) -> Double? {
    switch self {
    case .eventLoopLatency: figures?.latencyMaxSeconds
    case .queueDepth: figures.map { Double($0.queuePeak) }
    case .memory: figures?.memoryPeakBytes
    case .cpuUtilization, .ioWait: nil
    }
  }

  /// Drawn as a line in any case. Of the others the standard target depends on the kind of mix, or is a trend.
  fileprivate var standardBounds: [Double] {
    self == .eventLoopLatency ? Target.eventLoopLatency.limit.bounds.map(\.value) : []
  }
}
