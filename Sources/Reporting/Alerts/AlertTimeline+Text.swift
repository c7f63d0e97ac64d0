import Alerting
import Rendering
package import Samples
package import Storage

extension AlertTimeline {
  /// A table, an episode a row.
  ///
  /// - Parameters:
  ///   - until: up to when durations count that are not over.
  ///   - showsIDs: whether there is a history in which the ids lead to something.
  ///   - width: of a terminal that it must fit; `nil`: there is none.
  package func text(until: Timestamp, showsIDs: Bool, width: Int? = nil) -> String {
    let header =
      (showsIDs ? ["ID"] : []) + ["ALERT", "SEVERITY", "LABELS", "PENDING", "FIRING", "UNTIL", "FIRED", "WHY IT ENDED"]
    let rows = episodes.map { (showsIDs ? [$0.id] : []) + $0.words(until: until) }
    let table = Table(header: header, rightAligned: [header.count - 2], rows: rows)
    return table.lines(width: width).joined(separator: "\n") + "\n"
  }

  /// `2 alerts fired, for 5 min in all; 1 was pending only`.
  package func summary(until: Timestamp) -> String {
    let fired = episodes.compactMap { $0.firingSeconds(until: until) }
    let onlyPending = episodes.count - fired.count
    return "\(Plural.text(fired.count, "alert")) fired, for \(LongDuration.text(fired.reduce(0, +))) in all; "
      + "\(Plural.text(onlyPending, "was", "were")) pending only"
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

  /// What it was for: all labels but the name, the severity, and this host.
  var subject: String {
    labels.pairs.filter { !["alertname", "severity", "instance"].contains($0.name) }.map {
      "\($0.name)=\(Printable.text($0.value))"
    }
    .joined(separator: ",")
  }
}
