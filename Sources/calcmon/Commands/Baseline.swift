import FoundationEssentials
import Reporting
import Samples
import Storage

extension ReportBaseline {
  /// From the text of `--baseline`: an earlier window, or a report that was saved.
  ///
  /// - Throws: `CommandFailure` where it is neither, or where its window overlaps the report's.
  init(option text: String, for filter: HistoryFilter, app: String?, now: Timestamp) throws(CommandFailure) {
    do throws(Problem) {
      self = try ReportBaseline(window: text, for: filter, app: app, now: now)
      return
    } catch {
      switch error {
      case .overlap, .withoutApplication: throw CommandFailure(status: .usage, message: "\(error)")
      case .malformed, .impossible: break
      }
      guard !FileManager.default.fileExists(atPath: text) else {
        self = try .saved(text)
        return
      }
      let reason = error == .malformed ? "\(error)".replacing("is neither", with: "neither") : "\(error)"
      throw CommandFailure(status: .usage, message: "'\(text)' is no file, and \(reason)")
    }
  }

  private static func saved(_ path: String) throws(CommandFailure) -> ReportBaseline {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(status: .failure, message: "cannot read \(path)")
    }
    guard let json = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure(status: .usage, message: "\(path) is not UTF-8, and so no saved report")
    }
    do throws(SavedReportError) {
      let saved = try SavedReport.runs(fromJSON: json)
      return .saved(saved.runs, from: "\(path) (\(saved.window))")
    } catch {
      throw CommandFailure(status: .usage, message: "\(path) \(error)")
    }
  }
}
