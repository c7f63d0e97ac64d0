import Alerting
import Applications
import Samples
package import Snapshots
import Thresholds

/// What the script of the status page is told while it is open.
package enum LiveEvent {
  /// One line of JSON, without a line feed: the data of a server-sent event.
  ///
  ///     {"state","revision","at","verdict","alerts":{"firing","pending","silenced"},
  ///      "breached":[{"mix","strategy","runtime","target","cause","cause_text"}],
  ///      "running":null or {"mix","strategy","runtime","started_at","elapsed_seconds","expected_seconds","items","items_done",
  ///                         "queue_depth","share","text"},
  ///      "standing":"","apps":[{"app","up","standing_seconds","figures":{"p99",…}}]}
  ///
  /// Instants are seconds since 1970; `null` where there is no figure; `silenced` counts firing alerts of which nobody is told.
  /// `standing` says which applications stand, and the `figures` of each are the texts that the pages show.
  ///
  /// - Parameter revision: of everything but the progress of a run, and the figures of applications: where it differs, the page is out of date.
  package static func json(_ snapshot: AgentSnapshot, revision: Int) -> String {
    let firing = snapshot.alerts.filter { $0.alert.state == .firing }
    let alerts = [
      ("firing", "\(firing.count)"), ("pending", "\(snapshot.alerts.count { $0.alert.state == .pending })"),
      ("silenced", "\(firing.count(where: \.isMuted))"),
    ]
    return object([
      ("state", string(state(snapshot, revision: revision))), ("revision", "\(revision)"), ("at", number(snapshot.at.seconds)),
      ("verdict", string(snapshot.verdict.rawValue)), ("alerts", object(alerts)), ("breached", breached(snapshot)),
      ("running", snapshot.running.map { running($0, at: snapshot.at) } ?? "null"),
      ("standing", string(AppsStanding(snapshot)?.text ?? "")),
      ("apps", "[\(snapshot.apps.map { app($0, at: snapshot.at) }.joined(separator: ","))]"),
    ])
  }

  private static func app(_ view: AppView, at now: Timestamp) -> String {
    object([
      ("app", string(view.name)), ("up", view.isUp ? "true" : "false"), ("standing_seconds", number(view.standingSeconds)),
      ("figures", object(AppFigureTexts(view, at: now).texts.map { ($0.name, string($0.text)) })),
    ])
  }

  /// Names what a page shows: revisions begin anew with each start of an agent.
  package static func state(_ snapshot: AgentSnapshot, revision: Int?) -> String {
    "\(snapshot.startedAt.milliseconds):" + (revision.map(String.init) ?? "")
  }

  private static func breached(_ snapshot: AgentSnapshot) -> String {
    let objects = snapshot.canaries.flatMap { canary in
      canary.judgements.filter { $0.verdict == .breached }.map { judgement in
        object([
          ("mix", string(canary.identity.mix)), ("strategy", string(canary.identity.strategy.rawValue)),
          ("runtime", string(canary.identity.runtime.rawValue)), ("target", string(judgement.target.name.rawValue)),
          ("cause", judgement.cause.map { string($0.kind.rawValue) } ?? "null"),
          ("cause_text", judgement.cause.map { string($0.text) } ?? "null"),
        ])
      }
    }
    return "[\(objects.joined(separator: ","))]"
  }

  private static func running(_ running: AgentSnapshot.Running, at now: Timestamp) -> String {
    let words = RunningWords(running, at: now)
    return object([
      ("mix", string(running.identity.mix)), ("strategy", string(running.identity.strategy.rawValue)),
      ("runtime", string(running.identity.runtime.rawValue)), ("started_at", number(running.startedAt.seconds)),
      ("elapsed_seconds", number(words.elapsedSeconds)), ("expected_seconds", number(running.expectedSeconds)),
      ("items", integer(running.items)), ("items_done", integer(running.itemsDone)),
      ("queue_depth", integer(running.queueDepth)), ("share", number(words.share)), ("text", string(words.text)),
    ])
  }

  private static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  private static func integer(_ value: Int?) -> String { value.map(String.init) ?? "null" }

  private static func number(_ value: Double?) -> String { value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "null" }

  /// Source: RFC 8259, section 7.
  private static func string(_ text: String) -> String {
    let escaped = text.unicodeScalars.reduce(into: "") { out, scalar in
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}
