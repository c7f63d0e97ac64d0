import FoundationEssentials
import Rendering
import Samples

/// The applications that a running agent watches, as a table.
package struct AppTable: Sendable {
  private let answer: Answer

  private struct Answer: Decodable {
    let apps: [App]
  }

  private struct App: Decodable {
    struct Latency: Decodable {
      let p99: Double?
    }

    struct Stalls: Decodable {
      let count: Double
      let newest: [Stall]
    }

    struct Stall: Decodable {
      let seconds: Double
      let cause: String?
      let frame: String?
      let startup: Bool
    }

    struct Process: Decodable {
      let pid: Int
      let standing: Standing?
    }

    struct Standing: Decodable {
      let seconds: Double
      let state: String?
      let wait_channel: String?
      let frame: String?
    }

    let app: String
    let up: Bool
    let event_loop_latency_seconds: Latency
    let busy_ratio: Double?
    let tasks: Double?
    let memory_bytes: Double?
    let stalls: Stalls
    let processes: [Process]
  }

  /// Reads an answer of `/api/v1/apps`; `nil` if it is none.
  package init?(json: [UInt8]) {
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(json)) else { return nil }
    self.answer = answer
  }

  /// - Parameter width: columns of the terminal; `nil`: as long as lines get.
  package func text(width: Int? = nil) -> String {
    guard !answer.apps.isEmpty else { return "no application reports; as in: calcmon exec -- python app.py\n" }
    let table = Table(
      header: ["APP", "UP", "PROCESSES", "LATE P99", "BUSY", "STALLS", "TASKS", "MEMORY"], rightAligned: Set(2...7),
      rows: answer.apps.map { app in
        [
          app.app, app.up ? "✓" : "✗ gone", "\(app.processes.count)",
          shown(app.event_loop_latency_seconds.p99, DurationText.text),
          shown(app.busy_ratio) { Percent.text($0) }, Digits.text(app.stalls.count), shown(app.tasks, Digits.text),
          shown(app.memory_bytes, Digits.bytes),
        ].map(Printable.text)
      }, notes: notes)
    return table.lines(width: width).joined(separator: "\n") + "\n"
  }

  private func shown(_ value: Double?, _ text: (Double) -> String) -> String { value.map(text) ?? "-" }

  private var notes: [Int: String] {
    var notes: [Int: String] = [:]
    for (index, app) in answer.apps.enumerated() {
      let parts = app.processes.compactMap { process in process.standing.map { standing(process.pid, $0) } } + newest(app.stalls)
      if !parts.isEmpty { notes[index] = Printable.text(parts.joined(separator: "; ")) }
    }
    return notes
  }

  private func standing(_ pid: Int, _ standing: App.Standing) -> String {
    let place = standing.frame.map { " at \($0)" } ?? ""
    let sleep = standing.wait_channel.map { ", asleep in \($0)" } ?? (standing.state == "R" ? ", on a core or ready for one" : "")
    return "the loop of process \(pid) stands since \(DurationText.text(standing.seconds))\(place)\(sleep)"
  }

  private func newest(_ stalls: App.Stalls) -> [String] {
    guard let stall = stalls.newest.first(where: { !$0.startup }) else { return [] }
    let place = stall.frame.map { " at \($0)" } ?? ""
    return ["the last stall: \(DurationText.text(stall.seconds)) \(stall.cause ?? "unexplained")\(place)"]
  }
}
