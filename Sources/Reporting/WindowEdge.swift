import FoundationEssentials
package import Samples

/// One edge of a window: so long ago (`24h`, `1h30m`, `7d`), or an instant (`2026-11-22T18:00:00Z`).
package enum WindowEdge: Hashable, Sendable {
  case ago(seconds: Double)
  case instant(Timestamp)

  /// `nil` where the text is neither.
  package init?(_ text: String) {
    if let seconds = WindowEdge.duration(text) {
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

  /// A thousand years.
  private static let longest = 1000 * 365 * 86400.0

  /// Prometheus' durations: whole numbers with `y w d h m s ms`, the greatest unit first, each at most once.
  private static func duration(_ text: String) -> Double? {
    let units: [(name: String, seconds: Double)] = [
      ("y", 365 * 86400), ("w", 7 * 86400), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1), ("ms", 0.001),
    ]
    guard !text.isEmpty else { return nil }
    var rest = text[...]
    var next = units.startIndex
    var total = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isNumber }
      let name = rest.dropFirst(number.count).prefix { $0.isLetter }
      guard let value = UInt32(number), let unit = units[next...].firstIndex(where: { $0.name == name }) else { return nil }
      total += Double(value) * units[unit].seconds
      next = unit + 1
      rest = rest.dropFirst(number.count + name.count)
    }
    return total <= longest ? total : nil
  }
}
