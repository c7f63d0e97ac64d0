import FoundationEssentials
package import Samples

/// One edge of a window: so long ago (`24h`, `1h30m`, `7d`), or an instant (`2026-11-22T18:00:00Z`).
package enum WindowEdge: Hashable, Sendable {
  case ago(seconds: Double)
  case instant(Timestamp)

  /// `nil` where the text is neither.
  package init?(_ text: String) {
    if let seconds = DurationText.seconds(text) {
      self = .ago(seconds: seconds)
    } else if let date = try? Date(text, strategy: .iso8601) {
      self = .instant(Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000)))
    } else {
      return nil
    }
  }

  /// The instant, seen from now.
  package func instant(from now: Timestamp) -> Timestamp {
    switch self {
    case .ago(let seconds): now.advanced(bySeconds: -seconds)
    case .instant(let instant): instant
    }
  }
}
