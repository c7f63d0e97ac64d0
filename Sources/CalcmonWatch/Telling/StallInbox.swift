import Synchronization
import Telemetry

/// Stalls that were not told yet: loops put them in, the watcher's thread takes them out.
final class StallInbox: Sendable {
  private static let most = 64

  private let untold = Mutex<(stalls: [AppMessage.Stall], dropped: Int)>(([], 0))

  /// Puts one in; if there are too many, it is counted alone.
  func add(_ stall: AppMessage.Stall) {
    untold.withLock { untold in
      if untold.stalls.count < StallInbox.most { untold.stalls.append(stall) } else { untold.dropped += 1 }
    }
  }

  /// Takes all out.
  func take() -> [AppMessage.Stall] {
    untold.withLock { untold in
      defer { untold.stalls = [] }
      return untold.stalls
    }
  }

  /// How many there was no room for.
  var dropped: Int { untold.withLock { $0.dropped } }
}
