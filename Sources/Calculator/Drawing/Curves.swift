import Glibc

/// Curves over one axis: what becomes of a figure while a parameter moves.
struct Curves {
  /// One of them.
  struct Curve {
    let name: String
    /// One character, for text.
    let mark: Character
    /// As many as there are places on the axis.
    let values: [Double]
  }

  let title: String
  /// Of each place on the axis, as it was asked for.
  let places: [String]
  let curves: [Curve]

  private var bounds: (least: Double, most: Double) {
    let all = curves.flatMap(\.values).filter { $0.isFinite && $0 > 0 }
    let (least, most) = (all.min() ?? 1, all.max() ?? 1)
    return most > least ? (least, most) : (least * 0.9, most * 1.1)
  }

  /// Whether the figures go over more than an order of magnitude: then the axis is logarithmic.
  var isLogarithmic: Bool { bounds.most > 10 * bounds.least }

  /// 0 at the bottom, 1 at the top.
  func height(_ value: Double) -> Double {
    let (least, most) = bounds
    guard value > 0 else { return 0 }
    return isLogarithmic ? log(value / least) / log(most / least) : value / most
  }

  /// The figure at a height.
  func value(atHeight height: Double) -> Double {
    let (least, most) = bounds
    return isLogarithmic ? least * pow(most / least, height) : most * height
  }
}
