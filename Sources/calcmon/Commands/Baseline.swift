import FoundationEssentials
import Reporting
import Samples
import Storage

/// What a report is compared with.
enum Baseline {
  case window(since: Timestamp, until: Timestamp)
  case file(String)

  /// From the text of `--baseline`.
  ///
  /// - Throws: `CommandFailure` where it is none of the three, or where its window overlaps the report's.
  init(_ text: String, for filter: HistoryFilter, now: Timestamp) throws(CommandFailure) {
    let (window, problem) = Baseline.window(text, for: filter, now: now)
    if let window {
      guard window.since < window.until, window.until <= filter.since else {
        throw CommandFailure(
          status: .usage,
          message: "the baseline \(window.since.iso8601) to \(window.until.iso8601) must lie before the report's window, "
            + "which begins at \(filter.since.iso8601)")
      }
      self = .window(since: window.since, until: window.until)
    } else if FileManager.default.fileExists(atPath: text) {
      self = .file(text)
    } else if let problem, problem != .malformed {
      throw CommandFailure(status: .usage, message: "'\(text)' is no file, and \(problem)")
    } else {
      throw CommandFailure(
        status: .usage, message: "'\(text)' is no file, and neither a begin (48h, 2026-01-31T12:00:00Z) nor a window (72h..48h)")
    }
  }

  private typealias Window = (since: Timestamp, until: Timestamp)

  /// Why the text is no window; `nil` if it is one.
  private static func window(_ text: String, for filter: HistoryFilter, now: Timestamp) -> (Window?, TimePointProblem?) {
    do throws(TimePointProblem) {
      if let dots = text.firstRange(of: "..") {
        let (from, to) = (
          try TimePoint(typed: String(text[..<dots.lowerBound])), try TimePoint(typed: String(text[dots.upperBound...]))
        )
        return ((from.instant(from: now), to.instant(from: now)), nil)
      }
      let begin = try TimePoint(typed: text).instant(from: now)
      return ((begin, Timestamp(milliseconds: begin.milliseconds + filter.until.milliseconds - filter.since.milliseconds)), nil)
    } catch {
      return (nil, error)
    }
  }

  /// What was measured, and failed, and where it comes from, as people read it.
  func runs(_ reader: HistoryReader, _ filter: HistoryFilter) throws -> (EarlierRuns, from: String) {
    switch self {
    case .window(let since, let until):
      let earlier = HistoryFilter(since: since, until: until, mix: filter.mix, strategy: filter.strategy, runtime: filter.runtime)
      return (
        Report(try reader.histories(earlier), since: since, until: until).runsToCompare, "\(since.iso8601) to \(until.iso8601)"
      )
    case .file(let path):
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw CommandFailure(status: .failure, message: "cannot read \(path)")
      }
      guard let json = String(validating: bytes, as: UTF8.self) else {
        throw CommandFailure(status: .usage, message: "\(path) is not UTF-8, and so no saved report")
      }
      do throws(SavedReportError) {
        let saved = try SavedReport.runs(fromJSON: json)
        return (saved.runs, "\(path) (\(saved.window))")
      } catch {
        throw CommandFailure(status: .usage, message: "\(path) \(error)")
      }
    }
  }
}
