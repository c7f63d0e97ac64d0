import Processes
import Synchronization

/// A child until it is reaped: no signal goes to its pid after that.
final class RunningCommand: Sendable {
  private let state: Mutex<(child: ChildProcess?, wasGivenUp: Bool)>

  init(_ child: ChildProcess) {
    state = Mutex((child, false))
  }

  /// Sends a signal to its group.
  func giveUp(_ signal: Int32) {
    state.withLock { state in
      guard let child = state.child else { return }
      child.signal(signal)
      state.wasGivenUp = true
    }
  }

  /// From here on it is left alone.
  ///
  /// - Returns: whether it was sent a signal.
  func end() -> Bool {
    state.withLock { state in
      state.child = nil
      return state.wasGivenUp
    }
  }
}
