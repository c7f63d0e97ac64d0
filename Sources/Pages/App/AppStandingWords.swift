package import Applications
import Rendering
package import Samples

/// What stands now of an application, in words: page and events say the same.
package enum AppStandingWords {
  /// Each loop that stands, the longest first: `The loop of process 4711 stands for 12 s, since 18:05:02, in fetch.py:12:get: asleep in
  /// poll_schedule_timeout.` Empty if none does.
  package static func text(_ view: AppView, at now: Timestamp) -> String {
    let standing = view.processes.compactMap { process in process.standing.map { (process.pid, $0) } }
    return standing.sorted { $0.1.seconds > $1.1.seconds }.prefix(shown).map { sentence($0.0, $0.1, now) }.joined(separator: " ")
  }

  private static let shown = 3

  private static func sentence(_ pid: Int, _ standing: AppView.Standing, _ now: Timestamp) -> String {
    let since = now.advanced(bySeconds: -standing.seconds)
    let frame = standing.frame.map { ", in \($0)" } ?? ""
    let state = state(standing).map { ": \($0)" } ?? ""
    let clock = since.iso8601.dropFirst(11).prefix(8)
    return "The loop of process \(pid) has stood for \(PageWords.span(standing.seconds)), since \(clock)\(frame)\(state)."
  }

  /// What the kernel shows.
  private static func state(_ standing: AppView.Standing) -> String? {
    switch standing.look?.state {
    case "R"?:
      standing.look?.onCPURatio.map { "it has a core for \(Percent.text($0)) of the time" } ?? "it computes, or waits for a core"
    case "T"?, "t"?: "it is stopped, by a signal or a debugger"
    default: standing.waitChannel.map { "asleep in \($0)" }
    }
  }
}
