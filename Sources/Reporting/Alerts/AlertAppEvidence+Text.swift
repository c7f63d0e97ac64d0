import Rendering
import Samples

/// Its part of an alert in text: tables, and stacks below what stood there.
extension AlertAppEvidence {
  /// Intervals that are shown: so many before it fired, and so many after.
  private static let shown = (before: 10, after: 5)
  private static let stallsShown = 20

  func lines(_ width: Int?) -> [String] {
    let parts = [intervalLines(width), placeLines(width), stallLines, occurrenceLines].filter { !$0.isEmpty }
    guard !parts.isEmpty else { return ["", "Nothing is kept of the application around it."] }
    return parts.flatMap { [""] + $0 }
  }

  private func intervalLines(_ width: Int?) -> [String] {
    let before = intervals.filter { $0.endedAt <= beginning }.suffix(Self.shown.before)
    let after = intervals.filter { $0.endedAt > beginning }.prefix(Self.shown.after)
    let shown = before + after
    guard !shown.isEmpty else { return [] }
    let table = Table(
      header: ["ENDED", "P99", "MAX", "BUSIEST", "QUEUE", "CORES", "MEMORY", "TASKS", "STALLS"], rightAligned: Set(1...8),
      rows: shown.map(\.words))
    let rest = intervals.count - shown.count
    let more = rest > 0 ? ["  and \(Plural.text(rest, "other")): --format json has all"] : []
    return ["The application's intervals before and after it fired:"] + indented(table, width) + more
  }

  private func placeLines(_ width: Int?) -> [String] {
    guard !places.isEmpty else { return [] }
    let table = Table(
      header: ["PLACE", "CAUSE", "SECONDS", "COUNT", "WORST"], rightAligned: [2, 3, 4],
      rows: places.map { [$0.placeText] + $0.figures })
    return ["What cost its loops most around it:"] + indented(table, width)
  }

  private var stallLines: [String] {
    guard !stalls.isEmpty else { return [] }
    let longest = stalls.sorted { $0.stall.stall.seconds > $1.stall.stall.seconds }.prefix(Self.stallsShown)
    let rest = stalls.count - longest.count
    let more = rest > 0 ? ["  and \(Plural.text(rest, "shorter one"))"] : []
    return ["Stalls, the longest first:"] + longest.flatMap(lines) + more
  }

  private func lines(_ entry: AppStallEntry) -> [String] {
    let stall = entry.stall.stall
    let channel = stall.waitChannel.map { ", in \($0)" } ?? ""
    let place = entry.stall.frame.map { ", at \($0)" } ?? ""
    let holder = entry.stall.holder.map { ", Python's lock was with \($0.thread)\($0.frame.map { " at \($0)" } ?? "")" } ?? ""
    let text = "\(DurationText.text(stall.seconds)): \(stall.budget.text)\(channel)\(place)\(holder)"
    return ["  \(entry.endedAt.iso8601)  \(Printable.text(text))"] + Self.lines(ofStack: stall.stack)
  }

  private var occurrenceLines: [String] {
    guard !occurrences.isEmpty else { return [] }
    let lines = occurrences.flatMap { ["  \($0.at.iso8601)  \($0.sentence)"] + Self.lines(ofStack: $0.stack) }
    return ["What happened to it around it:"] + lines
  }

  private static func lines(ofStack stack: [String]) -> [String] { stack.map { "      \(Printable.text($0))" } }

  private func indented(_ table: Table, _ width: Int?) -> [String] {
    table.lines(width: width.map { $0 - 2 }).map { "  \($0)" }
  }
}

extension AppInterval {
  /// When it ended, and what is judged of it.
  fileprivate var words: [String] {
    let deepest = queues.max { $0.depth.max < $1.depth.max }
    return [
      endedAt.iso8601, latency.quantile(0.99).map(DurationText.text) ?? "-", latency.maxSeconds.map(DurationText.text) ?? "-",
      saturation.map { Percent.text($0) } ?? "-", deepest.map { Digits.text($0.depth.max) } ?? "-",
      seconds > 0 ? Digits.text((100 * cpuSeconds / seconds).rounded() / 100) : "-",
      memoryBytes.map { Digits.bytes($0.max) } ?? "-", tasks.map { Digits.text($0.max) } ?? "-", "\(stalls.count)",
    ]
  }
}
