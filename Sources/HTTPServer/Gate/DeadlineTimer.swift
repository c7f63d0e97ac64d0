import NIOCore

/// Calls back when a deadline has passed that may be moved at will. Moving it later costs nothing: the one task that is scheduled
/// looks at the deadline when it wakes, and goes back to sleep. Confined to its event loop.
final class DeadlineTimer {
  private let eventLoop: NIOIsolatedEventLoop
  private let expired: () -> Void
  private var deadline: NIODeadline?
  private var wake: NIODeadline?
  private var task: Scheduled<Void>?

  init(_ eventLoop: any EventLoop, expired: @escaping () -> Void) {
    self.eventLoop = eventLoop.assumeIsolated()
    self.expired = expired
  }

  /// - Parameter deadline: `nil` for never.
  func move(to deadline: NIODeadline?) {
    self.deadline = deadline
    guard let deadline else { return }
    if let wake, wake <= deadline { return }
    schedule(deadline)
  }

  /// For good: nothing is scheduled any more.
  func stop() {
    task?.cancel()
    (deadline, wake, task) = (nil, nil, nil)
  }

  private func schedule(_ instant: NIODeadline) {
    task?.cancel()
    wake = instant
    task = eventLoop.scheduleTask(deadline: instant) { [weak self] in self?.woken() }
  }

  private func woken() {
    (wake, task) = (nil, nil)
    guard let deadline else { return }
    guard deadline <= .now() else { return schedule(deadline) }
    self.deadline = nil
    expired()
  }
}
