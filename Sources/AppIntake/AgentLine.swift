import Glibc
package import Telemetry

/// A connection to an agent that never blocks, and comes back when it was lost. What the agent does not take in time is left out and counted.
///
/// For one thread, which is that of its owner.
package final class AgentLine {
  /// Bytes that wait to be sent, at the most.
  private static let mostWaiting = 256 << 10
  /// Between two attempts to connect, in nanoseconds: from the first to the longest.
  private static let pauses = (first: Int64(1_000_000_000), longest: Int64(30_000_000_000))

  private let path: String
  private let hello: () -> AppMessage.Hello
  private var descriptor: Int32 = -1
  private var waiting: [UInt8] = []
  private var nextAttempt: Int64 = .min
  private var pause = AgentLine.pauses.first
  /// Messages that were left out.
  package private(set) var dropped = 0

  /// - Parameters:
  ///   - path: of the agent's socket.
  ///   - hello: what is said first, each time.
  package init(_ path: String, hello: @escaping () -> AppMessage.Hello) {
    self.path = path
    self.hello = hello
  }

  deinit { disconnect() }

  package var isConnected: Bool { descriptor >= 0 }

  /// Sends a message, now or with the next ones.
  ///
  /// - Parameter now: CLOCK_MONOTONIC, in nanoseconds.
  package func send(_ message: AppMessage, at now: Int64) {
    connect(at: now)
    let line = message.line
    guard isConnected, waiting.count + line.count <= AgentLine.mostWaiting, line.count <= AppCoding.longestLine + 1 else {
      dropped += 1
      return
    }
    waiting += line
    flush()
  }

  /// Sends what waits, and sees whether the agent is still there. To be called at intervals.
  package func flush() {
    guard isConnected else { return }
    while !waiting.isEmpty {
      let sent = Glibc.send(descriptor, waiting, waiting.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      guard sent > 0 else {
        if errno == EINTR { continue }
        if errno != EAGAIN { disconnect() }
        return
      }
      waiting.removeFirst(sent)
    }
    var byte: UInt8 = 0
    let read = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT))
    if read == 0 || read < 0 && errno != EAGAIN && errno != EINTR { disconnect() }
  }

  private func connect(at now: Int64) {
    if isConnected, now - nextAttempt > AgentLine.pauses.longest { pause = AgentLine.pauses.first }
    guard !isConnected, now >= nextAttempt else { return }
    nextAttempt = now + pause
    pause = min(2 * pause, AgentLine.pauses.longest)
    descriptor = UnixConnection.socket()
    guard descriptor >= 0 else { return }
    guard UnixConnection.connect(descriptor, path) == 0 else { return disconnect() }
    waiting = AppMessage.hello(hello()).line
    flush()
  }

  private func disconnect() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    waiting = []
  }

  /// Says good-bye, and ends it.
  package func end() {
    guard isConnected else { return }
    waiting += AppMessage.bye.line
    flush()
    disconnect()
  }
}
