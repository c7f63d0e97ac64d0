/// An interval in which a loop of an application did not turn, with why.
package struct AppStall: Hashable, Sendable {
  /// With its budget and what was seen meanwhile.
  package let stall: Stall
  /// Whether the loop had not begun its work: counted apart, and no reason for an alert.
  package let isStartup: Bool
  /// Whether it was many tasks in one turn, none of which was long.
  package let isOverload: Bool
  /// The innermost frame of the application's own code: `file.py:line:function`.
  package let frame: String?
  /// The task that the loop was in.
  package let task: String?
  /// Who had Python's lock, if another thread had it.
  package let holder: Holder?

  package init(stall: Stall, isStartup: Bool, isOverload: Bool, frame: String?, task: String?, holder: Holder?) {
    self.stall = stall
    self.isStartup = isStartup
    self.isOverload = isOverload
    self.frame = frame
    self.task = task
    self.holder = holder
  }

  /// The stall with a stack that begins at the application's own code, or at the line of the thread that had Python's lock: sums of stalls name the
  /// place of the longest.
  package var atOwnFrame: Stall {
    guard let own = holder?.frame ?? frame else { return stall }
    let rest = stall.stack.firstIndex(of: own).map { stall.stack.dropFirst($0 + 1) } ?? []
    return Stall(
      startedNanoseconds: stall.startedNanoseconds, endedNanoseconds: stall.endedNanoseconds, budget: stall.budget,
      noticedNanoseconds: stall.noticedNanoseconds, waitChannel: stall.waitChannel, stack: [own] + rest,
      wasStopped: stall.wasStopped,
      controlLateSeconds: stall.controlLateSeconds)
  }

  /// Another thread of the application.
  package struct Holder: Hashable, Sendable {
    package let thread: String
    /// The line that it was at.
    package let frame: String?

    package init(thread: String, frame: String?) {
      self.thread = thread
      self.frame = frame
    }
  }
}
