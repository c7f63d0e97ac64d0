/// An instant as people ask for it, by the clock or so long before now: in flags of commands and in parameters of the API.
package enum TimePoint: Hashable, Sendable {
  /// Before now, as `24h`.
  case ago(seconds: Double)
  /// By the clock.
  case instant(Timestamp)

  /// Where the year 10000 begins, which cannot be written any more.
  package static let year10000 = Timestamp(milliseconds: 253_402_300_800_000)

  /// Reads RFC 3339 (`2026-11-22T18:00:00Z`, with any offset), a date (`2026-11-22`: its first instant in UTC), Unix seconds
  /// (`1795370400`), or a duration before now (`24h`, `1h30m`, see `DurationText`).
  ///
  /// - Throws: `TimePointProblem`: the text is none of these, or there is no such instant.
  package init(_ text: String) throws(TimePointProblem) {
    if let seconds = Self.number(text) {
      let milliseconds = (seconds * 1000).rounded()
      guard abs(milliseconds) < Double(Self.year10000.milliseconds) else { throw .malformed }
      self = .instant(Timestamp(milliseconds: Int64(milliseconds)))
    } else if let seconds = DurationText.seconds(text) {
      self = .ago(seconds: seconds)
    } else {
      self = .instant(try WrittenInstant(text).timestamp)
    }
  }

  /// The first of the Unix seconds that a person may mean: 2001-09-09T01:46:40Z.
  private static let leastTyped = 1e9

  /// Reads what a person has typed: as `init(_:)`, but that a small number is no instant of 1970. Who types `24` has forgotten the unit of a
  /// duration, and would look at half a century. Programs, which ask the API, may mean it.
  ///
  /// - Throws: `TimePointProblem`.
  package init(typed text: String) throws(TimePointProblem) {
    if let seconds = Self.number(text), seconds < Self.leastTyped { throw .withoutUnit(text) }
    try self.init(text)
  }

  /// The instant, seen from now.
  package func instant(from now: Timestamp) -> Timestamp {
    switch self {
    case .ago(let seconds): now.advanced(bySeconds: -seconds)
    case .instant(let instant): instant
    }
  }

  /// A duration as `5m`, or in seconds; `nil` if the text is neither.
  package static func seconds(_ text: String) -> Double? { number(text) ?? DurationText.seconds(text) }

  /// A finite decimal number.
  private static func number(_ text: String) -> Double? {
    guard text.utf8.count <= 30, text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }) else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
