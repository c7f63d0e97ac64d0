import Alerting
package import Samples

extension AlertTimeline {
  /// A table, an episode a row.
  ///
  /// - Parameters:
  ///   - until: up to when durations count that are not over.
  ///   - showsIDs: whether there is a history in which the ids lead to something.
  package func text(until: Timestamp, showsIDs: Bool) -> String {
    let header = (showsIDs ? ["ID"] : []) + ["ALERT", "SEVERITY", "FOR", "PENDING", "FIRING", "UNTIL", "FIRED", "WHY IT ENDED"]
    let rows = episodes.map { (showsIDs ? [$0.id] : []) + $0.words(until: until) }
    let table = Table(header: header, rightAligned: [header.count - 2], rows: rows)
    return table.lines.joined(separator: "\n") + "\n"
  }

  /// `2 alerts fired, for 5 min in all; 1 was pending only`.
  package func summary(until: Timestamp) -> String {
    let fired = episodes.compactMap { $0.firingSeconds(until: until) }
    let onlyPending = episodes.count - fired.count
    return "\(fired.count) \(fired.count == 1 ? "alert" : "alerts") fired, for \(LongDuration.text(fired.reduce(0, +))) in all; "
      + "\(onlyPending) \(onlyPending == 1 ? "was" : "were") pending only"
  }
}

extension AlertTimeline.Episode {
  fileprivate func words(until: Timestamp) -> [String] {
    [
      label("alertname"), label("severity"), subject, pendingAt?.iso8601 ?? "before", firedAt?.iso8601 ?? "-",
      endedAt?.iso8601 ?? "-",
      firingSeconds(until: until).map(LongDuration.text) ?? "-", endReason?.rawValue.replacing("_", with: " ") ?? "-",
    ]
  }

  /// What it was for: all labels but the name and the severity.
  var subject: String {
    labels.pairs.filter { !["alertname", "severity"].contains($0.name) }.map { "\($0.name)=\(Printable.text($0.value))" }
      .joined(separator: ",")
  }
}

/// Durations of minutes and hours: `1h 5m`, `2m 30s`, `800ms`.
enum LongDuration {
  static func text(_ seconds: Double) -> String {
    if seconds < 1 { return seconds == 0 ? "0s" : "\(Int((seconds * 1000).rounded()))ms" }
    let whole = Int(seconds.rounded())
    let parts = [(whole / 86400, "d"), (whole / 3600 % 24, "h"), (whole / 60 % 60, "m"), (whole % 60, "s")]
    return parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
  }
}
