import Samples

/// Grid, ticks and their labels.
package struct PlotAxes {
  private let frame: PlotFrame
  private let measure: RunMeasure

  package init(frame: PlotFrame, measure: RunMeasure) {
    self.frame = frame
    self.measure = measure
  }

  /// The group that is drawn below the lines of the plot.
  package var markup: Markup { "<g class=\"axes\">\(Markup.joined(values + times))</g>" }

  private var values: [Markup] {
    let ticks = frame.scale.ticks
    return ticks.enumerated().filter { $0.offset % (1 + ticks.count / 7) == 0 }.map { _, tick in
      let y = frame.y(tick)
      return """
        <line x1="\(at: frame.left)" x2="\(at: frame.left + frame.width)" y1="\(at: y)" y2="\(at: y)"/>\
        <text class="end" x="\(at: frame.left - 6)" y="\(at: y + 4)">\(measure.axisText(tick))</text>
        """
    }
  }

  private var times: [Markup] {
    let bottom = frame.top + frame.height
    return TimeAxis(from: frame.since, to: frame.until).ticks.map { tick in
      let x = frame.x(tick.at)
      let anchor = x > frame.left + frame.width - 16 ? "end" : "middle"
      return """
        <line class="tick" x1="\(at: x)" x2="\(at: x)" y1="\(at: bottom)" y2="\(at: bottom + 4)"/>\
        <text class="\(anchor)" x="\(at: x)" y="\(at: bottom + 18)">\(tick.text)</text>
        """
    }
  }
}
