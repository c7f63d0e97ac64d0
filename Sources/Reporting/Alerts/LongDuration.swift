/// Durations of minutes and hours: `1h 5m`, `2m 30s`, `800ms`.
enum LongDuration {
  /// Some thirty thousand years: what another process says of itself may be any number.
  private static let longest = 1e12

  static func text(_ seconds: Double) -> String {
    let seconds = max(-longest, min(longest, seconds))
    if seconds < 1 { return seconds == 0 ? "0s" : "\(Int((seconds * 1000).rounded()))ms" }
    let whole = Int(seconds.rounded())
    let parts = [(whole / 86400, "d"), (whole / 3600 % 24, "h"), (whole / 60 % 60, "m"), (whole % 60, "s")]
    return parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
  }
}
