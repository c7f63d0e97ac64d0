package import Samples

extension Timestamp {
  /// `2026-11-22 18:00:05 UTC`, as an element.
  package var markup: Markup {
    let text = iso8601.replacing("T", with: " ").replacing("Z", with: " UTC")
    return "<time datetime=\"\(iso8601)\">\(text)</time>"
  }
}
