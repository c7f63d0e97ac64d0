import NIOCore
import Synchronization

/// Ends a server: in order, or at once.
final class ServerStop: Sendable {
  private struct State {
    var isWanted = false
    var cutOff: Scheduled<Void>?
  }

  private let listener: any Channel
  private let table: ConnectionTable
  private let timeout: TimeAmount
  private let state = Mutex(State())

  init(listener: any Channel, table: ConnectionTable, timeout: Duration) {
    self.listener = listener
    self.table = table
    self.timeout = TimeAmount(timeout)
  }

  /// Connections end what they are in the middle of; those that take too long are cut off.
  func gracefully() {
    let cutOff = listener.eventLoop.scheduleTask(in: timeout) { [table] in table.close(with: .abort) }
    state.withLock { state in
      state.isWanted = true
      state.cutOff = cutOff
    }
    listener.close(promise: nil)
    table.close(with: .quiesce)
  }

  /// Cuts everything off.
  func atOnce() {
    state.withLock { $0.isWanted = true }
    listener.close(promise: nil)
    table.close(with: .abort)
  }

  /// Nothing is left to be stopped.
  /// - Returns: whether it was to end at all.
  func end() -> Bool {
    state.withLock { state in
      state.cutOff?.cancel()
      state.cutOff = nil
      return state.isWanted
    }
  }
}
