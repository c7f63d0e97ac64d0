import Settings

/// Where it is told that applications are to be watched in another way.
final class WatchDesk: Sendable {
  private let read: AsyncStream<WatchSettings>
  private let continuation: AsyncStream<WatchSettings>.Continuation

  init() { (read, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

  /// The configuration was read.
  func put(_ settings: WatchSettings) { continuation.yield(settings) }

  /// Waits for settings that differ from those in force; `nil` if the task is cancelled. One at a time may wait.
  func next(after current: WatchSettings) async -> WatchSettings? { await read.first { $0 != current } }
}
