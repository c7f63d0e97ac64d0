/// How long a stretch of time is that was looked at, rounded: `8 s`, `15 min`, `6 h`, `7 d`.
enum SpanText {
  static func text(_ seconds: Double) -> String {
    let whole = max(0, min(seconds, 1e12))
    switch whole {
    case ..<90: return "\(Int(max(1, whole.rounded()))) s"
    case ..<(90 * 60): return "\(Int((whole / 60).rounded())) min"
    case ..<(36 * 3600): return "\(Int((whole / 3600).rounded())) h"
    default: return "\(Int((whole / 86400).rounded())) d"
    }
  }
}
