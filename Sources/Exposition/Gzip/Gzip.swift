/// The compression that every HTTP client can read (RFC 1952).
package enum Gzip {
  /// One gzip member.
  ///
  /// - Parameter level: from 0 (stored as it is) and 1 (fast) to 9 (small).
  package static func compress(_ bytes: [UInt8], level: Int = 1) -> [UInt8] {
    GzipPart.joined([GzipPart(compressing: bytes, level: level)])
  }
}
