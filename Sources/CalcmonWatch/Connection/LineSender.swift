import Telemetry

/// Sends lines in order. What cannot be sent waits; if too much waits, the oldest are dropped and counted.
///
/// It lives on the watcher's thread.
struct LineSender {
  /// The kernel takes a line of that length whole, or not at all.
  static let longest = 8000
  private static let mostWaiting = 40
  private static let betweenTries: Int64 = 1_000_000_000

  /// Lines that were given up.
  private(set) var dropped = 0
  private let path: String
  private let hello: @Sendable () -> AppMessage
  private var connection: AgentConnection?
  private var waiting: [[UInt8]] = []
  private var nextTry = Int64.min

  init(path: String, hello: @escaping @Sendable () -> AppMessage) {
    self.path = path
    self.hello = hello
  }

  /// Whether lines wait.
  var isBehind: Bool { !waiting.isEmpty }

  /// Whether an agent listens.
  var isConnected: Bool { connection != nil }

  /// Sends a line, or has it wait.
  mutating func send(_ line: [UInt8], at now: Int64) {
    guard line.count <= LineSender.longest else {
      dropped += 1
      return
    }
    waiting.append(line)
    if waiting.count > LineSender.mostWaiting {
      waiting.removeFirst()
      dropped += 1
    }
    flush(at: now)
  }

  /// Sends what waits, if the agent takes it.
  mutating func flush(at now: Int64) {
    while let line = waiting.first, isOpen(at: now) {
      switch connection?.send(line) {
      case .taken: waiting.removeFirst()
      case .later: return
      case .lost, nil: connection = nil
      }
    }
  }

  /// Ends the connection.
  mutating func close() { connection = nil }

  private mutating func isOpen(at now: Int64) -> Bool {
    if connection != nil { return true }
    guard now >= nextTry else { return false }
    nextTry = now + LineSender.betweenTries
    guard let made = AgentConnection(path), made.send(hello().line) == .taken else { return false }
    connection = made
    return true
  }
}
