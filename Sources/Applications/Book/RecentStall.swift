package import Samples

/// A stall of an application that is not long ago.
package struct RecentStall: Hashable, Sendable {
  /// When it was told.
  package let at: Timestamp
  /// Of the process.
  package let pid: Int
  package let stall: AppStall
}
