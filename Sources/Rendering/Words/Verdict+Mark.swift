package import Thresholds

extension Verdict {
  /// A sign beside the word, in reports and headlines: `✓`, `✗` or `?`.
  package var mark: String { self == .unknown ? "?" : sign }

  /// A sign beside the word in tables of the pages, whose script writes the same: `✓`, `✗` or `○`.
  package var sign: String {
    switch self {
    case .met: "✓"
    case .breached: "✗"
    case .unknown: "○"
    }
  }
}
