import Samples

/// What a report said of one thing that a sample program did.
package struct AppFinding: Hashable, Sendable {
  /// The program; see `SampleApp.title`.
  package let app: String
  /// What it did: a cause, `queue` or `tasks`.
  package let did: String
  /// Whether the report has it.
  package var isFound = false
  /// Whether the cause is right; `nil` if it was not found, or has none.
  package var isCauseRight: Bool?
  /// Whether the code is right that is named; `nil` likewise.
  package var isFrameRight: Bool?
  /// How long the loop was held, in seconds.
  package var seconds: Double?
  /// By how much the reported length differs.
  package var error: Double?
  /// How early a loop that was asleep would have woken up by itself: so much of a length is nothing that it could feel.
  package var slack = 0.0
  /// What the host had of it: before or behind what the program tells of, no one can say.
  package var hostSeconds = 0.0
  /// What was reported in its place, in words.
  package var reported = ""

  /// Within 1 % or 1 ms, the greater of the two.
  package var isLengthRight: Bool? {
    guard let seconds, let error else { return nil }
    return error <= max(0.001, 0.01 * seconds) + slack + hostSeconds
  }
}

/// Compares a report with the truth. A value without I/O.
package struct AppJudge: Sendable {
  /// How often the probe wakes a loop that sleeps, in seconds.
  private static let tick = 0.1
  /// Shorter ones are no stalls.
  private static let limit: Int64 = 100_000_000

  private let app: String
  private let report: ToldReport

  /// - Parameter app: the program; see `SampleApp.title`.
  package init(_ app: String, _ report: ToldReport) {
    self.app = app
    self.report = report
  }

  /// A finding for each truth, and how many stalls were reported that nothing had caused; those that are the host's do not count.
  package func judge(_ truths: [Truth]) -> (findings: [AppFinding], falseStalls: Int) {
    let intervals = truths.compactMap(\.interval)
    let strange = report.stalls.filter { stall in
      !stall.startup && !stall.hostCaused && !intervals.contains { $0.overlaps(stall.interval) }
    }
    return (truths.compactMap(finding), strange.count)
  }

  private func finding(_ truth: Truth) -> AppFinding? {
    switch (truth.grows, truth.cause, truth.interval) {
    case (let grows?, _, _): growth(grows, truth.name)
    case (nil, let cause?, let interval?) where interval.upperBound - interval.lowerBound > Self.limit + felt(truth):
      stall(truth, cause, interval)
    default: nil
    }
  }

  private func growth(_ grows: String, _ name: String?) -> AppFinding {
    let gauge = grows == "queue" ? report.queues.first { $0.queue == name } : report.tasks
    return AppFinding(app: app, did: grows, isFound: gauge?.trendPerSecond ?? 0 > 0)
  }

  /// In nanoseconds.
  private func felt(_ truth: Truth) -> Int64 { truth.cause == .gil ? Int64(Self.tick * 1e9) : 0 }

  private func stall(_ truth: Truth, _ cause: StallCause, _ interval: ClosedRange<Int64>) -> AppFinding {
    var finding = AppFinding(app: app, did: truth.overload == true ? "overload" : cause.rawValue)
    // Other processes may have had theirs at the same time.
    let overlapping = report.stalls.filter { $0.interval.overlaps(interval) }
    guard let told = overlapping.min(by: { $0.interval.distance(to: interval) < $1.interval.distance(to: interval) }) else {
      return finding
    }
    finding.isFound = true
    finding.isCauseRight = told.overload == (truth.overload ?? false) && (told.cause == cause || isOutdone(told, truth, cause))
    finding.isFrameRight =
      truth.holder.map { told.holder?.thread == truth.thread && Self.is(told.holder?.frame, in: $0) }
      ?? Self.is(told.frame, in: truth.frame)
    finding.seconds = Double(interval.length) * 1e-9
    finding.error = abs(told.seconds - Double(interval.length) * 1e-9)
    finding.hostSeconds = StallCause.allCases.filter(\.isHost).reduce(0) { $0 + (told.secondsByCause[$1.rawValue] ?? 0) }
    finding.slack = cause == .gil ? Self.tick : 0
    let holder = told.holder.map { ", held by \($0.thread) at \($0.frame ?? "?")" } ?? ""
    finding.reported = "\(told.cause?.rawValue ?? "?")\(told.overload ? ", overload" : "") at \(told.frame ?? "?")\(holder)"
    return finding
  }

  /// Whether all that the program did is in the report, and the host did more than that beside.
  private func isOutdone(_ told: ToldReport.Stall, _ truth: Truth, _ cause: StallCause) -> Bool {
    guard told.hostCaused, let own = told.secondsByCause[cause.rawValue] else { return false }
    // Of what another thread did, nobody knows how much the loop slept through.
    return own > 0 && (cause == .gil || own >= 0.8 * Double(truth.cpuNs ?? 0) * 1e-9)
  }

  /// Whether `file.py:7:Class.function` is in that function.
  private static func `is`(_ frame: String?, in function: String?) -> Bool {
    guard let frame, let function else { return frame == nil && function == nil }
    return frame.split(separator: ":").last?.split(separator: ".").last.map(String.init) == function
  }
}

extension ClosedRange<Int64> {
  fileprivate var length: Int64 { upperBound - lowerBound }

  fileprivate func distance(to other: Self) -> Int64 { abs(lowerBound - other.lowerBound) + abs(upperBound - other.upperBound) }
}
