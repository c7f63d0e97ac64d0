import Applications
import Rendering
import Samples

/// The processes of an application side by side.
struct AppProcessTable {
  let view: AppView?

  var markup: Markup {
    guard let view, !view.processes.isEmpty else { return "<p class=\"none\">No process is connected.</p>" }
    return CardTable(
      caption: "Those that are connected now",
      columns: [
        .init(name: "Process", isShort: true), .init(name: "Runtime", isShort: true), .init(name: "Loop", isShort: true),
        .init(name: "Connected", isNumber: true), .init(name: "Busy", isNumber: true), .init(name: "Memory", isNumber: true),
        .init(name: "Tasks", isNumber: true), .init(name: "Threads", isNumber: true), .init(name: "Stalls", isNumber: true),
        .init(name: "State", isWide: true),
      ], rows: view.processes.map(row)
    ).markup
  }

  private func row(_ process: AppView.ProcessView) -> [Markup] {
    let figures = process.figures
    let kinds = figures?.kinds.joined(separator: ", ") ?? ""
    return [
      "\(String(process.pid))", "<bdi>\(runtime(process))</bdi>", "\(kinds.isEmpty ? "–" : kinds)",
      "\(PageWords.span(process.seconds))",
      "\(process.busyRatio.map { Percent.text($0) } ?? "–")", "\(figures?.memoryBytes.map { Digits.bytes(Double($0)) } ?? "–")",
      count(figures?.tasks), count(figures?.threads), count(figures?.stalls), state(process),
    ]
  }

  private func runtime(_ process: AppView.ProcessView) -> String {
    let name = process.language == "python" ? "Python \(process.python)" : process.language
    return process.isSeenFromOutside ? "\(name.isEmpty ? "program" : name), from outside" : name
  }

  private func count(_ value: Int?) -> Markup { value.map { "\(PageWords.count($0))" } ?? "–" }

  private func state(_ process: AppView.ProcessView) -> Markup {
    if let standing = process.standing {
      let place: Markup = standing.frame.map { " in <code>\($0)</code>" } ?? .none
      return "<span class=\"breached\">stands for \(PageWords.span(standing.seconds))</span>\(place)"
    }
    if process.isSeenFromOutside { return seenFromOutside(process.figures) }
    if process.figures?.isBystander == true {
      return "<span class=\"none\">a bystander: its loop does next to nothing, and is left out of the latency</span>"
    }
    if let errors = process.figures?.errors, errors > 0 {
      return "<span class=\"unknown\">\(PageWords.count(errors, "error")) of the probe</span>"
    }
    return process.figures == nil ? Self.untold : "turns"
  }

  private static let untold: Markup = "<span class=\"none\">has told no figures yet</span>"

  /// There is no probe in it: how late its loops are is not known.
  private func seenFromOutside(_ figures: ProcessFigures?) -> Markup {
    guard let figures else { return Self.untold }
    if figures.kinds.isEmpty { return "<span class=\"none\">no event loop is seen in it</span>" }
    return "<span class=\"none\">does not stand; how late it is cannot be seen from outside</span>"
  }
}
