import Alerting
import Rendering
package import Samples
package import Storage

/// One episode of an alert with everything that was kept to explain it.
package struct AlertEvidence: Sendable {
  /// A run with what was seen in it.
  struct Run {
    let run: StoredRun
    let stalls: [StoredStall]
    let samples: [StoredSample]
  }

  let episode: AlertEpisode
  let runs: [Run]
  /// `nil` if it is about no application.
  let app: AlertAppEvidence?
  /// Of an agent, while it is not over.
  let silence: AgentSilence?

  /// - Parameter now: how the alert stands now is not known if no agent has written shortly before.
  /// - Throws: what SQLite says.
  package init(_ episode: AlertEpisode, _ reader: HistoryReader, at now: Timestamp) throws {
    self.episode = episode
    let isOver = episode.alert.map { $0.state == .inactive } ?? true
    silence = isOver ? nil : try AgentSilence(reader, at: now)
    app = try AlertAppEvidence(episode, reader)
    runs = try episode.runs.map {
      Run(run: $0, stalls: try reader.stalls(ofRun: $0.id), samples: try reader.samples(ofRun: $0.id))
    }
  }

  /// What it says of itself, what became of it, and the runs, or what the application did, with their stalls.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    (header + transitionLines + (app?.lines(width) ?? runLines(width) + stallLines)).joined(separator: "\n") + "\n"
  }

  private var header: [String] {
    let annotations = annotations
    let labels = episode.labels.pairs.filter { $0.name != "alertname" }.map { "\($0.name)=\(Printable.text($0.value))" }
    return ["\(episode.labels["alertname"] ?? "") \(episode.id)", "  " + labels.joined(separator: ", ")]
      + ["summary", "description", "runbook_url"].compactMap { annotations[$0] }.map { "  \(Printable.text($0))" }
      + (silence.map { ["  \($0.text)"] } ?? [])
  }

  /// As they are now, else as they were when its state changed last.
  fileprivate var annotations: [String: String] {
    episode.alert?.currentAnnotations ?? episode.transitions.last?.annotations ?? [:]
  }

  private var transitionLines: [String] {
    ["", "What became of it:"]
      + episode.transitions.map {
        "  \($0.at.iso8601)  \($0.from.rawValue) -> \($0.to.rawValue)  (\($0.reason.rawValue.replacing("_", with: " ")))"
      }
  }

  private func runLines(_ width: Int?) -> [String] {
    guard !runs.isEmpty else { return ["", "No run is kept that explains it."] }
    let rows = runs.map { run in
      let figures = run.run.figures
      let cpu = figures?.cpuUtilization.map { Percent.text($0) }
      return [
        run.run.endedAt.iso8601, run.run.outcome.rawValue,
        figures?.latencyP99Seconds.map(DurationText.text) ?? "-", figures?.latencyMaxSeconds.map(DurationText.text) ?? "-",
        figures.map { "\($0.queuePeak)" } ?? "-",
        cpu ?? "-",
        figures?.memoryPeakBytes.map(Digits.bytes) ?? "-", "\(run.stalls.count)", "\(run.samples.count)",
      ]
    }
    let table = Table(
      header: ["ENDED", "OUTCOME", "P99", "MAX", "QUEUE", "CPU", "MEMORY", "STALLS", "SAMPLES"], rightAligned: Set(2...8),
      rows: rows)
    let reasons = runs.compactMap { run in
      run.run.reason.map { "  \(run.run.endedAt.iso8601) \(run.run.outcome.rawValue): \(Printable.text($0))" }
    }
    return ["", "The runs before and after:"] + table.lines(width: width.map { $0 - 2 }).map { "  \($0)" } + reasons
  }

  private static let stallsShown = 20

  private var stallLines: [String] {
    let stalls = runs.flatMap(\.stalls).sorted { $0.stall.seconds > $1.stall.seconds }
    guard !stalls.isEmpty else { return [] }
    let shown = stalls.prefix(Self.stallsShown)
    let more = stalls.count > shown.count ? ["  and \(stalls.count - shown.count) shorter ones"] : []
    return ["", "Stalls, the longest first:"] + shown.flatMap(lines) + more
  }

  private func lines(_ stored: StoredStall) -> [String] {
    let stall = stored.stall
    let control = stall.controlWasLate ? "; the idle loop beside it was late as well" : ""
    let channel = stall.waitChannel.map { ", in \(Printable.text($0))" } ?? ""
    let stack = stall.stack.map { "      \(Printable.text($0))" }
    return ["  \(stored.startedAt.iso8601)  \(DurationText.text(stall.seconds)): \(stall.budget.text)\(channel)\(control)"]
      + stack
  }

  /// `{"id", "no_agent_since", "labels", "annotations", "transitions": […], "runs": [{…, "stalls": […], "samples": [[seconds, quantity, value]]}],
  /// "app": null or {"app", "since", "until", "intervals": […], "places": […], "stalls": […], "occurrences": […]}}` as a line.
  package func json() throws -> String { try JSONLine.text(JSONEvidence(self)) }
}

private struct JSONEvidence: Encodable {
  let id: String
  let noAgentSince: OrNull<String>
  let labels: [String: String]
  let annotations: [String: String]
  let transitions: [JSONTransition]
  let runs: [JSONEvidenceRun]
  let app: OrNull<JSONAlertApp>

  init(_ evidence: AlertEvidence) {
    id = evidence.episode.id
    labels = evidence.episode.labels.dictionary
    noAgentSince = OrNull(evidence.silence?.since.iso8601)
    annotations = evidence.annotations
    transitions = evidence.episode.transitions.map(JSONTransition.init)
    runs = evidence.runs.map(JSONEvidenceRun.init)
    app = OrNull(evidence.app.map(JSONAlertApp.init))
  }
}

private struct JSONTransition: Encodable {
  let at: String
  let from: String
  let to: String
  let reason: String
  let value: OrNull<Double>

  init(_ transition: StoredTransition) {
    at = transition.at.iso8601
    from = transition.from.rawValue
    to = transition.to.rawValue
    reason = transition.reason.rawValue
    value = OrNull(transition.value)
  }
}

private struct JSONEvidenceRun: Encodable {
  let run: Int64
  let outcome: RunOutcome
  let startedAt: String
  let endedAt: String
  let stalls: [JSONStall]
  let samples: [JSONEvidenceSample]

  init(_ run: AlertEvidence.Run) {
    self.run = run.run.id
    outcome = run.run.outcome
    startedAt = run.run.startedAt.iso8601
    endedAt = run.run.endedAt.iso8601
    stalls = run.stalls.map { JSONStall($0.stall) }
    samples = run.samples.map { JSONEvidenceSample(at: $0.at.seconds, quantity: $0.quantity.rawValue, value: $0.value) }
  }
}

private struct JSONEvidenceSample: Encodable {
  let at: Double
  let quantity: String
  let value: Double
}
