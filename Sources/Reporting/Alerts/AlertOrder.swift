package import Alerting
import Rendering
package import Samples
package import Storage

/// A list of alerts that is asked for, by a command or over HTTP.
package struct AlertOrder: Sendable {
  private let alert: AlertName?
  private let window: (since: Timestamp, until: Timestamp)?

  /// - Parameters:
  ///   - alert: only those of this name; `nil`: all.
  ///   - window: what became of alerts in it; `nil`: how they stand.
  package init(alert: AlertName?, window: (since: Timestamp, until: Timestamp)?) {
    self.alert = alert
    self.window = window
  }

  /// Makes it.
  ///
  /// - Returns: the list, and whether an alert fires now; of a window that is not asked.
  /// - Throws: what SQLite says.
  package func printed(
    _ reader: HistoryReader, at now: Timestamp, isJSON: Bool, width: Int?
  ) throws -> (text: String, isFiring: Bool) {
    if let window { return (try history(reader, window, at: now, isJSON: isJSON, width: width), false) }
    let alerts = try reader.alerts().filter { alert == nil || $0.subject.name == alert }
    let silences = try reader.silences(at: now).map(\.silence)
    let list = AlertList(
      alerts, silences: silences, aliveAt: try reader.alertsAliveAt(), silence: try AgentSilence(reader, at: now), at: now)
    return (isJSON ? try list.json() : list.text(width: width), list.isFiring)
  }

  private func history(
    _ reader: HistoryReader, _ window: (since: Timestamp, until: Timestamp), at now: Timestamp, isJSON: Bool, width: Int?
  ) throws -> String {
    let transitions = try reader.alertTransitions(since: window.since, until: window.until)
    let timeline = AlertTimeline(transitions.filter { alert == nil || $0.labels["alertname"] == alert?.rawValue })
    let isOpen = timeline.episodes.contains { $0.endedAt == nil }
    let silence = isOpen ? try AgentSilence(reader, at: now) : nil
    // What is not over is not known to go on after that.
    let until = silence.map { min(window.until, $0.since) } ?? window.until
    if isJSON { return try timeline.json(until: until) }
    guard !timeline.episodes.isEmpty else { return "no alerts\n" }
    return timeline.text(until: until, showsIDs: true, width: width) + "\n\(timeline.summary(until: until))\n"
      + (silence.map { "\($0.text)\n" } ?? "")
  }
}
