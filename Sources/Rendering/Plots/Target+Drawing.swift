package import Thresholds

extension Target {
  /// Whether the limit is one of the figures that are plotted.
  package var isDrawn: Bool {
    switch (name, statistic) {
    case (_, .quantile), (_, .max), (_, .last), (.cpuUtilization, .ratio), (.ioWait, .ratio),
      (.saturation, .ratio):
      true
    case (_, .avg), (_, .count), (_, .rate), (_, .ratio), (_, .trend): false
    }
  }

  /// What must fit into a plot beside the figures.
  package var drawnBounds: [Double] { isDrawn ? limit.bounds.map(\.value) : [] }

  /// The limit as a caption.
  package var caption: String {
    switch (statistic, limit) {
    case (.trend, _): "limit: no lasting rise within a run"
    case (_, .within): "target band \(limitText)"
    default: "limit \(limitText)"
    }
  }
}
