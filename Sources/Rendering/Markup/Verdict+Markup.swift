package import Thresholds

extension Verdict {
  /// Mark and word in the verdict's colour.
  package var markup: Markup { "<span class=\"\(rawValue)\"><span aria-hidden=\"true\">\(mark)</span> \(rawValue)</span>" }
}
