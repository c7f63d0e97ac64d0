import Samples

/// Values and limits as people read them. The one place for it, so that report and page say the same.
extension TargetName {
  /// What the value is counted in.
  private enum Unit { case seconds, share, itemsPerSecond, bytesPerSecond }

  private var unit: Unit {
    switch self {
    case .eventLoopLatency: .seconds
    case .queueDepth: .itemsPerSecond
    case .cpuUtilization, .ioWait: .share
    case .memory: .bytesPerSecond
    }
  }

  /// A value in the unit of this target: `12.3 ms`, `81.4 %`, `-3.1 items/s`, `1.5 MiB/s`.
  package func text(_ value: Double) -> String {
    switch unit {
    case .seconds: value < 1 ? "\(Digits.text(value * 1000)) ms" : "\(Digits.text(value)) s"
    case .share: "\(Digits.text(value * 100)) %"
    case .itemsPerSecond: "\(Digits.text(value)) items/s"
    case .bytesPerSecond: "\(Digits.bytes(value))/s"
    }
  }
}

extension Target {
  /// The limit with its comparison: `p(99) < 100 ms`, `70 % .. 90 %`, `trend <= 0 items/s`.
  package var limitText: String {
    let prefix =
      switch statistic {
      case .quantile(let quantile): "p(\(Digits.text(quantile * 100))) "
      case .trend: "trend "
      case .ratio: ""
      }
    return switch limit {
    case .below(let value): "\(prefix)< \(name.text(value))"
    case .atMost(let value): "\(prefix)<= \(name.text(value))"
    case .within(let range): "\(prefix)\(name.text(range.lowerBound)) .. \(name.text(range.upperBound))"
    }
  }
}

extension Judgement {
  /// The value as people read it, or `-` where there is none.
  package var valueText: String { value.map(target.name.text) ?? "-" }
}
