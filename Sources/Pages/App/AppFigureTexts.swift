package import Applications
import Rendering
package import Samples

/// What is shown of an application now, as texts: the page is made with them, and the events that keep it up to date carry them.
package struct AppFigureTexts: Sendable {
  /// A name and its text, in order.
  package let texts: [(name: String, text: String)]

  /// - Parameter view: `nil`: it is not connected.
  package init(_ view: AppView?, at now: Timestamp) {
    guard let view else {
      texts = [("up", "gone"), ("standing", "")]
      return
    }
    let (figures, latency) = (view.figures, view.latency)
    texts = [
      ("up", view.isUp ? "up" : "gone"), ("standing", AppStandingWords.text(view, at: now)),
      ("processes", PageWords.count(view.processes.count)), ("p99", latency.quantile(0.99).map(DurationText.text) ?? "-"),
      ("max", latency.maxSeconds.map(DurationText.text) ?? "-"), ("busy", figures.busyRatio.map { Percent.text($0) } ?? "-"),
      ("tasks", Self.count(figures.tasks)), ("ready", Self.count(figures.readyCallbacks)),
      ("backlog", Self.count(figures.executorBacklog)), ("threads", Self.count(figures.executorThreads)),
      ("memory", figures.memoryBytes.map(Digits.bytes) ?? "-"),
      ("cpu", DurationText.text(view.totals.cpuUserSeconds + view.totals.cpuSystemSeconds)),
      ("gc", view.isSeenFromOutside ? "-" : DurationText.text(view.totals.gcSeconds.reduce(0, +))),
      ("stalls", Self.count(view.totals.stalls)),
    ]
  }

  /// Of one name; `-` if it is not known.
  subscript(name: String) -> String { texts.first { $0.name == name }?.text ?? "-" }

  /// With its name, so that the script can write another text in its place.
  func markup(_ name: String) -> Markup { "<span data-figure=\"\(name)\">\(self[name])</span>" }

  private static func count(_ value: Double?) -> String {
    value.flatMap { Int(exactly: $0.rounded()) }.map { PageWords.count($0) } ?? "-"
  }
}
