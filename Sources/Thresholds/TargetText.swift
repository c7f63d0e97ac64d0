import Samples

/// Values and limits as people read them. The one place for it, so that report and page say the same.
extension ValueUnit {
  /// A value: `12.3 ms`, `81.4 %`, `3`, `95 items`, `17.3 MiB`, `3/m`, `-3.1 items/s`, `1.5 MiB/s`.
  func text(_ value: Double) -> String {
    switch self {
    case .seconds: DurationText.text(value)
    case .share: Percent.text(value)
    case .count: Digits.text(value)
    case .items: "\(Digits.text(value)) \(Plural.word(value, "item"))"
    case .bytes: Digits.bytes(value)
    case .perSecond, .itemsPerSecond, .bytesPerSecond: rateText(value, per: UnitName("s"))
    }
  }

  /// A value that may be so small that three digits of it tell something only a minute, an hour, … : `5 items/h`.
  func readableText(_ value: Double) -> String {
    let least = self == .perSecond ? 1 : 0.01
    guard counted != nil, value.magnitude < least, value != 0 else { return text(value) }
    let longer = UnitName.times.reversed().filter { $0.size > 1 }
    guard let time = longer.first(where: { value.magnitude * $0.size >= 1 }) ?? longer.last else { return text(value) }
    return rateText(value * time.size, per: time)
  }

  private func rateText(_ value: Double, per time: UnitName) -> String {
    switch self {
    case .bytesPerSecond: "\(Digits.bytes(value))/\(time.name)"
    case .itemsPerSecond: "\(Digits.text(value)) items/\(time.name)"
    default: "\(Digits.text(value))/\(time.name)"
    }
  }
}

extension TargetName {
  /// A value of the statistic that the standard target of this name judges: `12.3 ms`, `81.4 %`, `-3.1 items/s`, `1.5 MiB/s`. One of another
  /// statistic is told by `Judgement.valueText`.
  package func text(_ value: Double) -> String {
    switch self {
    case .eventLoopLatency: ValueUnit.seconds.text(value)
    case .queueDepth, .tasks, .executorBacklog: ValueUnit.itemsPerSecond.text(value)
    case .cpuUtilization, .ioWait, .saturation: ValueUnit.share.text(value)
    case .memory: ValueUnit.bytesPerSecond.text(value)
    }
  }
}

extension Condition {
  /// The limit with its comparison: `p(99) < 100 ms`, `70 % .. 90 %`, `trend <= 0 items/s`. The statistic that is meant where none is
  /// named is left out.
  package func text(for name: TargetName) -> String {
    let prefix = statistic.word == name.naturalStatistic ? "" : "\(statistic.text) "
    return prefix + limit.text { valueText($0, of: name) }
  }

  /// A value of the statistic, in its unit; a plain number where the quantity has no such statistic.
  func valueText(_ value: Double, of name: TargetName) -> String {
    name.unit(of: statistic.word).map { $0.readableText(value) } ?? Digits.text(value)
  }
}

extension Target {
  /// All conditions and the window: `p(99) < 100 ms and max < 2 s over 10 m`.
  package var limitText: String {
    let window = window.map { " over \(DurationSource($0).text(separator: " "))" } ?? ""
    return conditions.map { $0.text(for: name) }.joined(separator: " and ") + window
  }
}

extension Judgement {
  /// The value as people read it, in the unit of the condition that decides, or `-` where there is none.
  package var valueText: String { value.map { condition.valueText($0, of: target.name) } ?? "-" }
}
