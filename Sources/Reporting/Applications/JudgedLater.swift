import Samples
import Thresholds

/// Targets of an application that cannot be judged yet, since it has not been watched for long enough: memory is judged over most
/// of an hour.
struct JudgedLater {
  /// In their order.
  let names: [TargetName]
  /// For how long it must have been watched, in seconds.
  let seconds: Double
  /// From when on all of them can be judged, if it goes on.
  let at: Timestamp

  /// `nil` if nothing waits for more intervals.
  init?(_ app: Report.App) {
    let waiting = app.judgements.filter { $0.countsForApplication && $0.shortage?.kind == .intervals }
    guard let begin = app.total?.startedAt, let needed = waiting.compactMap(\.shortage?.needed).max() else { return nil }
    names = waiting.map(\.target.name)
    seconds = Double(needed) * AppInterval.standardSeconds
    at = begin.advanced(bySeconds: seconds)
  }
}

extension Report.App {
  /// The command's option for a gate that cannot wait: what is known by now; `nil` if nothing is.
  private var onlyKnown: String? {
    let known = judgements.filter { $0.verdict != .unknown }.map(\.target.name.rawValue)
    return known.isEmpty ? nil : "a gate that cannot wait judges what is known by now: --only \(known.joined(separator: ","))"
  }

  /// `shop: memory is judged from 2026-01-31T12:55:30Z on, …`: what is unknown for a while, until when, and what to do meanwhile; `nil` if nothing
  /// is, or time alone does not help.
  ///
  /// - Parameters:
  ///   - since: the begin of the report's window.
  ///   - until: its end.
  func waitText(_ since: Timestamp, _ until: Timestamp) -> String? {
    guard let later = JudgedLater(self) else { return nil }
    let (names, length) = (WordList.text(later.names.map(\.rawValue)), LongDuration.text(later.seconds))
    let verb = later.names.count == 1 ? "is" : "are"
    let isShort = Double(until.milliseconds - since.milliseconds) / 1000 < later.seconds
    guard isShort || later.at > until else { return nil }
    let wait =
      isShort
      ? "\(names) \(verb) not judged in a window shorter than \(length) (a longer one: --since)"
      : "\(names) \(verb) judged from \(later.at.iso8601) on, when it has been watched for \(length)"
    return [("\(name): \(wait)"), onlyKnown].compactMap { $0 }.joined(separator: "; ") + "."
  }
}
