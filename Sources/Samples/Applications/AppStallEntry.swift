/// A stall of a watched application, with its place in time.
package struct AppStallEntry: Hashable, Sendable {
  package let app: String
  /// When the loop turned again.
  package let endedAt: Timestamp
  /// Of the process.
  package let pid: Int
  package let stall: AppStall

  package init(app: String, endedAt: Timestamp, pid: Int, stall: AppStall) {
    self.app = app
    self.endedAt = endedAt
    self.pid = pid
    self.stall = stall
  }
}

/// What one place in the code of an application has cost its loops for one cause, over a stretch of time.
package struct AppPlaceCost: Hashable, Sendable {
  /// `file.py:line:function`: the innermost frame of its own, or, if another thread had Python's lock, where that was; `nil`: none was seen.
  package let frame: String?
  /// The cause with the most seconds.
  package let cause: StallCause
  package let count: Int
  package let seconds: Double
  package let worst: AppStallEntry

  package init(frame: String?, cause: StallCause, count: Int, seconds: Double, worst: AppStallEntry) {
    self.frame = frame
    self.cause = cause
    self.count = count
    self.seconds = seconds
    self.worst = worst
  }
}
