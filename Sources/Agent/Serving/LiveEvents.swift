import Scheduling

/// What is told to one listener: how everything is, then each change, changes that come close together as one.
actor LiveEvents {
  private var changes: AsyncStream<Void>.AsyncIterator
  private let interval: Duration
  private let time: any TimeSource
  private let describe: @Sendable () -> String
  private var isFirst = true

  /// - Parameters:
  ///   - interval: between two events, at least.
  ///   - describe: tells how everything is.
  init(_ changes: AsyncStream<Void>, interval: Duration, time: any TimeSource, describe: @escaping @Sendable () -> String) {
    self.changes = changes.makeAsyncIterator()
    self.interval = interval
    self.time = time
    self.describe = describe
  }

  /// `nil` when the listener has gone.
  func next() async -> String? {
    if isFirst {
      isFirst = false
      return describe()
    }
    var changes = changes
    guard (try? await time.sleep(until: time.uptime + interval)) != nil, await changes.next(isolation: self) != nil else {
      return nil
    }
    self.changes = changes
    return describe()
  }
}
