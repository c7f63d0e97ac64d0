import Rendering
import Thresholds

/// In which a report is written.
package enum ReportFormat: String, CaseIterable, Sendable {
  case text, json, markdown, html, junit

  /// The report as a whole, ending with a line feed.
  ///
  /// - Parameter width: of a terminal that text must fit; `nil`: there is none.
  package func text(of report: Report, width: Int?) throws -> String {
    switch self {
    case .text: report.text(width: width)
    case .json: try report.json()
    case .markdown: report.markdown
    case .html: report.html
    case .junit: report.junit
    }
  }

  /// The media type.
  package var contentType: String {
    switch self {
    case .text: "text/plain; charset=utf-8"
    case .json: "application/json"
    case .markdown: "text/markdown; charset=utf-8"
    case .html: "text/html; charset=utf-8"
    case .junit: "application/xml"
    }
  }
}

extension Report {
  /// With which a command ends that made it: 0 all targets met, 1 one is breached, 3 not enough data to judge.
  ///
  /// - Parameter failsOnWorse: whether a measure that is worse than in the baseline is a breach.
  package func exitStatus(failsOnWorse: Bool) -> Int {
    if failsOnWorse, comparison?.isWorse == true || apps.contains(where: { $0.comparison?.isWorse == true }) { return 1 }
    return switch verdict {
    case .met: 0
    case .breached: 1
    case .unknown: 3
    }
  }
}
