package import Telemetry

/// The processes of one application, by their connections. What one has shown that ended goes into a sum: there may be any number of them.
/// A value without I/O.
package struct AppProcesses: Sendable {
  /// The name that the first of them has told; `nil` if there was none.
  package private(set) var app: String?
  private var open: [Int: ProcessAccount] = [:]
  private var ended = AppAccount()

  /// There was none yet.
  package init() {}

  /// How many are connected.
  package var openCount: Int { open.count }

  /// One has connected.
  package mutating func opened(_ connection: Int, _ hello: AppMessage.Hello) {
    app = app ?? hello.app
    closed(connection)
    open[connection] = ProcessAccount(hello)
  }

  /// One has said something.
  package mutating func receive(_ message: AppMessage, from connection: Int, ruling: StallRuling) {
    open[connection]?.receive(message, ruling: ruling)
  }

  /// One is connected no more.
  package mutating func closed(_ connection: Int) {
    if let process = open.removeValue(forKey: connection) { ended.add(process) }
  }

  /// What all of them have shown.
  package var account: AppAccount {
    open.sorted { $0.key < $1.key }.reduce(into: ended) { $0.add($1.value) }
  }
}
