/// From values to heights in a plot, with ticks that people can read. From 0, in round steps; latency by decades, since it spans them.
package struct PlotScale {
  /// Where ticks stand, ascending.
  package let ticks: [Double]
  private let lower: Double
  private let upper: Double
  private let isLogarithmic: Bool

  /// - Parameter values: everything that must fit, limits included; finite.
  package init(_ measure: RunMeasure, _ values: [Double]) { self.init(measure.quantity, values) }

  /// - Parameter values: everything that must fit, limits included; finite.
  package init(_ quantity: PlotQuantity, _ values: [Double]) {
    let most = max(values.max() ?? 0, Self.leastTop(quantity))
    isLogarithmic = quantity == .latency
    ticks = isLogarithmic ? Self.decades(values.filter { $0 > 0 }) : Self.steps(to: most, unit: Self.unit(quantity, most))
    (lower, upper) = (ticks.first ?? 0, ticks.last ?? 1)
  }

  /// So high is the scale at the least: below that an axis would tell of noise, in figures that are hard to read.
  private static func leastTop(_ quantity: PlotQuantity) -> Double {
    switch quantity {
    case .share, .cores: 0.01
    case .items: 1
    case .bytes: 1024
    case .duration: 0.001
    case .latency, .ratio: 0
    }
  }

  /// 0 at the bottom, 1 at the top; what does not fit lies on the edge.
  package func height(_ value: Double) -> Double {
    let share = isLogarithmic ? log(value) : (value - lower) / (upper - lower)
    return share.isNaN ? 0 : min(1, max(0, share))
  }

  private func log(_ value: Double) -> Double {
    value <= lower ? 0 : (Decade.log10(value) - Decade.log10(lower)) / (Decade.log10(upper) - Decade.log10(lower))
  }

  /// From the decade below the least to the one above the greatest, at least two of them and from a microsecond on.
  private static func decades(_ values: [Double]) -> [Double] {
    let least = Decade.log10(max(1e-6, values.min() ?? 0.001)), most = Decade.log10(max(1e-6, values.max() ?? 0.001))
    let first = Int((least + 1e-9).rounded(.down)), last = max(first + 1, Int((most - 1e-9).rounded(.up)))
    return (first...last).map(Decade.power)
  }

  /// About four steps of 1, 2 or 5 times a power of ten of the unit.
  private static func steps(to most: Double, unit: Double) -> [Double] {
    guard most > 1e-300 else { return [0, unit] }
    let power = Decade.power(Int(Decade.log10(most / unit / 4).rounded(.down)))
    let step = ([1, 2, 5].first { $0 * power * 4.0001 * unit >= most } ?? 10) * power * unit
    return (0...max(1, Int((most / step - 1e-9).rounded(.up)))).map { Double($0) * step }
  }

  /// Bytes are counted in powers of 1024.
  private static func unit(_ quantity: PlotQuantity, _ most: Double) -> Double {
    guard quantity == .bytes else { return 1 }
    return [1_099_511_627_776, 1_073_741_824, 1_048_576, 1024].first { $0 <= most } ?? 1
  }
}
