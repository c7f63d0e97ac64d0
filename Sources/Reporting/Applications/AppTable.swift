import FoundationEssentials
import Rendering
import Samples
package import Thresholds

/// The applications that a running agent watches, as a table.
package struct AppTable: Sendable {
  private struct Answer: Decodable {
    let apps: [WatchedAppAnswer]
  }

  private let apps: [WatchedAppAnswer]

  /// Reads an answer of `/api/v1/apps`; `nil` if it is none.
  package init?(json: [UInt8]) {
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(json)) else { return nil }
    apps = answer.apps
  }

  /// Of all of them together; `unknown` if there is none.
  package var verdict: Verdict { Verdict(of: apps.map { $0.verdict ?? .unknown }) }

  /// - Parameter width: columns of the terminal; `nil`: as long as lines get.
  package func text(width: Int? = nil) -> String {
    guard !apps.isEmpty else { return "no application reports; as in: calcmon exec -- python app.py\n" }
    let table = Table(
      header: ["APP", "UP", "VERDICT", "PROCESSES", "LATE P99", "BUSY", "STALLS", "TASKS", "MEMORY"], rightAligned: Set(3...8),
      rows: apps.map { app in
        [
          app.app, app.up ? "✓" : "✗ gone", app.verdictText, "\(app.processes.count)",
          shown(app.event_loop_latency_seconds.p99, DurationText.text),
          shown(app.busy_ratio) { Percent.text($0) }, Digits.text(app.stalls.count), shown(app.tasks, Digits.text),
          shown(app.memory_bytes, Digits.bytes),
        ].map(Printable.text)
      }, notes: notes)
    return table.lines(width: width).joined(separator: "\n") + "\n"
  }

  /// One of them with its details; `nil` if it is not among them.
  ///
  /// - Parameter detail: an answer of `/api/v1/apps/NAME`.
  package func page(of name: String, detail: [UInt8]) -> AppPage? {
    guard let detail = try? JSONDecoder().decode(WatchedAppDetailAnswer.self, from: Data(detail)) else { return nil }
    return AppPage(app: apps.first { $0.app == name }, detail: detail)
  }

  private func shown(_ value: Double?, _ text: (Double) -> String) -> String { value.map(text) ?? "-" }

  private var notes: [Int: String] {
    var notes: [Int: String] = [:]
    for (index, app) in apps.enumerated() {
      let parts = app.standing + [app.newestStall].compactMap { $0 }
      if !parts.isEmpty { notes[index] = Printable.text(parts.joined(separator: "; ")) }
    }
    return notes
  }
}
