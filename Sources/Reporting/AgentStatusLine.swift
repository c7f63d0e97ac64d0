import FoundationEssentials
import Rendering
import Samples
package import Thresholds

/// What a running agent says of itself, in one line.
package struct AgentStatusLine: Sendable {
  /// Of all its targets, and what failed.
  package let verdict: Verdict
  private let status: Status

  private struct Status: Decodable {
    struct Targets: Decodable {
      let judged: Int
      let breached: Int
      let unknown: Int
    }

    struct Failures: Decodable {
      let verdict: Verdict
    }

    struct Alerts: Decodable {
      let pending: Int
      let firing: Int
    }

    struct Apps: Decodable {
      let watched: Int
      let breached: Int
      let unknown: Int
    }

    struct NewestRun: Decodable {
      let ended_at: String
    }

    let verdict: Verdict
    let at: String
    let version: String
    let uptime_seconds: Double?
    let targets: Targets?
    let failures: [Failures]?
    /// `nil`: of an agent that does not tell.
    let apps: Apps?
    let alerts: Alerts
    let newest_run: NewestRun?
    let notes: [String]
  }

  /// Reads an answer of `/api/v1/status`; `nil` if it is none.
  package init?(json: [UInt8]) {
    guard let status = try? JSONDecoder().decode(Status.self, from: Data(json)) else { return nil }
    self.status = status
    verdict = status.verdict
  }

  /// `breached: 2 of 36 targets breached, 3 unknown; 5 applications: 1 breached; 1 alert fires; last run 12 s ago; up 46 min; calcmon 0.1.0`
  package var text: String {
    let parts = [
      targets, failures, apps, alerts, run, status.uptime_seconds.map { "up \(LongDuration.text($0))" },
      "calcmon \(status.version)",
    ]
    let notes = status.notes.isEmpty ? nil : "\(Plural.text(status.notes.count, "note")) on its page"
    return "\(verdict.rawValue): " + (parts + [notes]).compactMap { $0 }.map(Printable.text).joined(separator: "; ")
  }

  private var targets: String? {
    guard let targets = status.targets else { return nil }
    let all = Plural.text(targets.judged, "target")
    let unknown = targets.unknown > 0 ? "\(targets.unknown) unknown" : nil
    if targets.judged == 0 { return "no target is judged" }
    if targets.breached > 0 {
      return ["\(targets.breached) of \(all) breached", unknown].compactMap { $0 }.joined(separator: ", ")
    }
    return unknown.map { "\($0) of \(all), none breached" } ?? "all of \(all) met"
  }

  /// What fails is a breach beside the targets.
  private var failures: String? {
    let count = (status.failures ?? []).count { $0.verdict == .breached }
    return count > 0 ? "too much fails of \(Plural.text(count, "canary", "canaries"))" : nil
  }

  /// Without an application there is nothing to say.
  private var apps: String? {
    guard let apps = status.apps, apps.watched > 0 else { return nil }
    let verdicts = [(apps.breached, "breached"), (apps.unknown, "unknown")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(Plural.text(apps.watched, "application")): \(verdicts.isEmpty ? "all well" : verdicts.joined(separator: ", "))"
  }

  private var alerts: String {
    let firing =
      status.alerts.firing > 0 ? "\(Plural.text(status.alerts.firing, "alert fires", "alerts fire"))" : "no alert fires"
    return status.alerts.pending > 0 ? "\(firing), \(status.alerts.pending) pending" : firing
  }

  private var run: String? {
    guard let newest = status.newest_run else { return "no run has ended yet" }
    guard case .instant(let ended) = try? TimePoint(newest.ended_at), case .instant(let now) = try? TimePoint(status.at) else {
      return nil
    }
    return "last run \(LongDuration.text(max(0, Double(now.milliseconds - ended.milliseconds) / 1000))) ago"
  }
}
