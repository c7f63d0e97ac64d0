package import Samples
import Storage

/// Which series is asked for, as points at equal distances.
package struct SamplesQuery: Hashable, Sendable {
  /// Which series.
  package var quantity: Quantity
  /// Whose.
  package var choice: RunChoice
  /// From here …
  package var since: TimePoint
  /// … until here; `nil`: now.
  package var until: TimePoint?
  /// The distance in seconds; `nil`: one that suits the window.
  package var step: Double?

  private static let parameters = ["quantity"] + RunChoice.parameters + ["since", "until", "step"]
  private static let shortestStep = 0.1
  private static let longestStep = 366 * 86400.0

  init(_ query: [(name: String, value: String)]) throws(APIProblem) {
    let parameters = try Parameters(query, of: "/api/v1/samples", known: Self.parameters)
    guard let quantity = try parameters.word("quantity", Quantity.self) else {
      throw APIProblem(
        .badData, "parameter \"quantity\" is missing; it is one of \(WordList.text(Quantity.allCases.map(\.rawValue), "or"))")
    }
    self.quantity = quantity
    choice = try RunChoice(parameters)
    since = try parameters.time("since") ?? .ago(seconds: 6 * 3600)
    until = try parameters.time("until")
    step = try Self.step(parameters["step"])
  }

  private static func step(_ text: String?) throws(APIProblem) -> Double? {
    guard let text else { return nil }
    guard let seconds = TimePoint.seconds(text), (shortestStep...longestStep).contains(seconds) else {
      throw .invalid("step", text, "is no step; use a duration from 0.1s to 366d as 30s or 5m, or seconds")
    }
    return seconds
  }

  /// Seen from now.
  func filter(at now: Timestamp) throws(APIProblem) -> HistoryFilter {
    try HistoryFilter(choice, since: since.instant(from: now), until: until?.instant(from: now) ?? now)
  }
}
