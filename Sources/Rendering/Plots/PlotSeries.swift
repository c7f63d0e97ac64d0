/// A line of a plot.
package struct PlotSeries {
  /// What the legend calls it.
  package let name: String
  /// Its colour and dashes: the number of its class.
  package let style: Int
  /// Ascending in time.
  package let points: [RunPoint]

  package init(name: String, style: Int, points: [RunPoint]) {
    self.name = name
    self.style = style
    self.points = points
  }
}
