package import Samples
package import Snapshots

/// How far the run under way has come, in the words of page and events alike.
package struct RunningWords: Sendable {
  /// 0...1; `nil` where nobody can tell.
  package let share: Double?
  /// Since its start.
  package let elapsedSeconds: Double
  /// `1.2 s of about 2.1 s, 620 of 1,000 items done, 34 waiting`
  package let text: String

  /// As of an instant.
  package init(_ running: AgentSnapshot.Running, at now: Timestamp) {
    let elapsed = max(0, running.startedAt.seconds(until: now))
    let expected = running.expectedSeconds.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    elapsedSeconds = elapsed
    if let items = running.items, items > 0, let done = running.itemsDone {
      share = min(1, max(0, Double(done) / Double(items)))
    } else {
      share = expected.map { min(1, elapsed / $0) }
    }
    let parts = [
      Self.time(elapsed, expected), Self.items(running),
      running.queueDepth.map { $0 == 0 ? "none waiting" : "\(PageWords.count($0)) waiting" },
    ]
    text = parts.compactMap(\.self).joined(separator: ", ")
  }

  private static func time(_ elapsed: Double, _ expected: Double?) -> String {
    let now = DurationText.text((elapsed * 10).rounded() / 10)
    guard let expected else { return now }
    let usual = DurationText.text(expected)
    return elapsed > 1.2 * expected ? "\(now), longer than the last time (\(usual))" : "\(now) of about \(usual)"
  }

  private static func items(_ running: AgentSnapshot.Running) -> String? {
    guard let done = running.itemsDone else { return running.items.map { PageWords.count($0, "item") } }
    guard let items = running.items else { return "\(PageWords.count(done, "item")) done" }
    return "\(PageWords.count(done)) of \(PageWords.count(items, "item")) done"
  }
}
