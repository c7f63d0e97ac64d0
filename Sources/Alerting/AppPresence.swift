import Samples

/// Whether a watched application is there, and whether a loop of it stands: what is seen at an instant, and not over intervals.
///
/// A value without a clock, that keeps nothing of an application which is well.
struct AppPresence: Sendable {
  /// For so long one that is down is waited for, in milliseconds.
  static let patience: Int64 = 300_000
  /// From so many milliseconds on, a loop that stands is as bad as no application.
  static let longestStanding: Int64 = 60_000
  /// Frames of a stack that are named.
  private static let frames = 8

  /// Something of it that is wrong, with its time and in words.
  struct Trouble: Sendable {
    var since: Timestamp
    var reason: String
    /// When this agent came to know of it.
    var heardAt: Timestamp
    /// Whether another agent found it, and this one has heard nothing of it yet.
    var isOld = false

    /// From then on nothing is expected to be heard of it any more.
    var ends: Timestamp { heardAt.later(milliseconds: patience) }

    fileprivate mutating func shift(by milliseconds: Int64) {
      since = since.later(milliseconds: milliseconds)
      heardAt = heardAt.later(milliseconds: milliseconds)
    }
  }

  /// The processes that are connected.
  private(set) var processes: Set<Int> = []
  /// Since none is, and the last of them said nothing.
  private(set) var down: Trouble?
  private(set) var standing: Trouble?

  /// Whether there is nothing to keep of it.
  var isQuiet: Bool { processes.isEmpty && down == nil && standing == nil }

  /// Something happened to it.
  mutating func note(_ occurrence: AppOccurrence) {
    let process = occurrence.pid ?? 0
    switch occurrence.kind {
    case .started, .restarted, .deployed, .processStarted:
      processes.insert(process)
      down = nil
    case .processEnded:
      processes.remove(process)
      if processes.isEmpty { standing = nil }
    case .processDied:
      processes.remove(process)
      guard processes.isEmpty else { return }
      standing = nil
      down = Trouble(since: occurrence.at, reason: Self.death(occurrence), heardAt: occurrence.at)
    case .standing:
      stand(
        seconds: occurrence.stoodSeconds ?? AppOccurrence.longStanding, at: occurrence.at,
        reason: Self.place(occurrence.frame, occurrence.stack))
    }
  }

  /// A loop of it stands. Since when is told once: that it goes on is nothing new.
  mutating func stand(seconds: Double, at now: Timestamp, reason: String?) {
    guard seconds >= AppOccurrence.longStanding else { return }
    let since = now.later(milliseconds: -seconds.milliseconds)
    let unseen = "where is not known"
    guard var known = standing, !known.isOld else {
      standing = Trouble(since: since, reason: reason ?? unseen, heardAt: now)
      return
    }
    if known.reason == unseen, let reason { known.reason = reason }
    standing = known
  }

  mutating func turn() { standing = nil }

  /// An interval of it has ended: it was there for it. What another agent found and nothing has told of since is over.
  mutating func lived(from startedAt: Timestamp, processes: Int) {
    if let down, processes > 0, startedAt > down.since { self.down = nil }
    if let standing, standing.isOld { self.standing = nil }
  }

  /// What another agent found.
  mutating func resume(_ name: AlertName, since: Timestamp, at now: Timestamp) {
    let trouble = Trouble(since: since, reason: "an agent before this one found it", heardAt: now, isOld: true)
    if name == .appDown, down == nil { down = trouble }
    if name == .appStanding, standing == nil { standing = trouble }
  }

  /// When something changes by time alone.
  func nextDue(after now: Timestamp) -> Timestamp? {
    [down?.ends, standing?.since.later(milliseconds: Self.longestStanding), standing.flatMap { $0.isOld ? $0.ends : nil }]
      .compactMap { $0 }.filter { $0 > now }.min()
  }

  /// Whether it is down, and not waited for any more.
  func isForgotten(at now: Timestamp) -> Bool { down.map { $0.ends <= now } ?? false }

  /// Whether another agent found that a loop stands, and nothing is heard of it.
  func isLost(at now: Timestamp) -> Bool { standing.map { $0.isOld && $0.ends <= now } ?? false }

  /// Whether a loop has stood for so long that it is critical.
  func standsLong(at now: Timestamp) -> Bool {
    standing.map { $0.since.later(milliseconds: Self.longestStanding) <= now } ?? false
  }

  mutating func forgetDown() { down = nil }

  /// The wall clock was set by so much.
  mutating func shift(by milliseconds: Int64) {
    down?.shift(by: milliseconds)
    standing?.shift(by: milliseconds)
  }

  // MARK: Words

  private static func death(_ occurrence: AppOccurrence) -> String {
    let process = occurrence.pid.map { "process \($0), its last," } ?? "its last process"
    let went = "\(process) went without a farewell"
    guard let stood = occurrence.stoodSeconds else {
      return occurrence.stack.isEmpty ? went : "\(went), \(stackText(occurrence.stack))"
    }
    let place = place(occurrence.frame, occurrence.stack).map { ": \($0)" } ?? ""
    return "\(went) while its loop had stood for \(DurationText.text(stood))\(place)"
  }

  /// `it is at shop.py:41:encode, called by shop.py:80:answer`
  static func place(_ frame: String?, _ stack: [String] = []) -> String? {
    let at = frame.map { "it is at \($0)" }
    let parts = [at, stack.isEmpty ? nil : stackText(stack)].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private static func stackText(_ stack: [String]) -> String {
    let more = stack.count > frames ? " < \(stack.count - frames) more" : ""
    return "the last stack was " + stack.prefix(frames).joined(separator: " < ") + more
  }
}
