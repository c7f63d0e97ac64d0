/// A number as people write it.
enum DecimalNumber {
  private static let longest = 40

  /// `nil` if the text is none, or one that is not finite.
  static func value(_ text: Substring) -> Double? {
    guard text.utf8.count <= longest, text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }) else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
