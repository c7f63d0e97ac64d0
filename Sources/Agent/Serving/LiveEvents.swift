import Scheduling

/// What is told to one listener: how everything is, then each change, changes that come close together as one. While figures move by themselves,
/// as those of applications do, they are told at each beat.
actor LiveEvents {
  private var changes: AsyncStream<Void>.AsyncIterator
  private let interval: Duration
  private let beat: Duration
  private let isMoving: @Sendable () -> Bool
  private let time: any TimeSource
  private let describe: @Sendable () -> String
  private var isFirst = true

  /// - Parameters:
  ///   - interval: between two events, at least.
  ///   - beat: between two events while figures move by themselves.
  ///   - isMoving: whether they do.
  ///   - describe: tells how everything is.
  init(
    _ changes: AsyncStream<Void>, interval: Duration, beat: Duration = .seconds(2), time: any TimeSource,
    isMoving: @escaping @Sendable () -> Bool = { false }, describe: @escaping @Sendable () -> String
  ) {
    self.changes = changes.makeAsyncIterator()
    self.interval = interval
    self.beat = beat
    self.isMoving = isMoving
    self.time = time
    self.describe = describe
  }

  /// `nil` when the listener has gone.
  func next() async -> String? {
    if isFirst {
      isFirst = false
      return describe()
    }
    if isMoving() { return (try? await time.sleep(until: time.uptime + beat)) == nil ? nil : describe() }
    var changes = changes
    guard (try? await time.sleep(until: time.uptime + interval)) != nil, await changes.next(isolation: self) != nil else {
      return nil
    }
    self.changes = changes
    return describe()
  }
}
