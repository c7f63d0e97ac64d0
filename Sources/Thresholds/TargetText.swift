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
    case .seconds: value < 1 ? "\(digits(value * 1000)) ms" : "\(digits(value)) s"
    case .share: "\(digits(value * 100)) %"
    case .itemsPerSecond: "\(digits(value)) items/s"
    case .bytesPerSecond: "\(bytes(value))/s"
    }
  }
}

extension Target {
  /// The limit with its comparison: `p(99) < 100 ms`, `70 % .. 90 %`, `trend <= 0 items/s`.
  package var limitText: String {
    let prefix =
      switch statistic {
      case .quantile(let quantile): "p(\(digits(quantile * 100))) "
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

/// Three significant digits or three decimals, whichever is shorter, without trailing zeros.
private func digits(_ value: Double) -> String {
  guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
  let magnitude = abs(value)
  if magnitude >= 1e15 { return value.description }
  if magnitude < 0.001 { return value < 0 ? "> -0.001" : "< 0.001" }
  let decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3
  let scale = [1.0, 10, 100, 1000][decimals]
  let whole = Int64((magnitude * scale).rounded())
  var text = String(whole / Int64(scale))
  var fraction = String(whole % Int64(scale))
  fraction = String(repeating: "0", count: decimals - fraction.count < 0 ? 0 : decimals - fraction.count) + fraction
  while fraction.hasSuffix("0") { fraction.removeLast() }
  if decimals > 0, !fraction.isEmpty { text += "." + fraction }
  return (value < 0 ? "-" : "") + text
}

private func bytes(_ value: Double) -> String {
  var value = value
  for unit in ["B", "KiB", "MiB", "GiB"] {
    if abs(value) < 1024 { return "\(digits(value)) \(unit)" }
    value /= 1024
  }
  return "\(digits(value)) TiB"
}
