import AppIntake
import CalcmonTesting
import Foundation
import ManualClock
import NIOCore
import NIOPosix
import Synchronization
import Telemetry
import Testing

/// What probes say.
enum Lines {
  static let hello = hello()
  static let bye = #"{"v":1,"type":"bye"}"# + "\n"

  /// - Parameter length: with its line feed; `nil`: as short as it is.
  static func hello(length: Int? = nil) -> String {
    let begin =
      #"{"v":1,"type":"hello","app":"shop","pid":7,"python":"3.11.7","implementation":"cpython","probe":"0.1","monotonic_ns":5,"#
    let end = #""wall_ns":6}"# + "\n"
    let filling = String(repeating: " ", count: max(0, (length ?? 0) - begin.utf8.count - end.utf8.count))
    return begin + filling + end
  }
}

/// Runs a server of which a test is the other end.
func withServer(
  path: String? = nil, group: String? = nil, greeting: AgentGreeting? = nil, ofProcess: Int? = nil,
  pace: TimeAmount = .milliseconds(20),
  admits: @escaping @Sendable (AppPeer) -> Bool = { _ in true }, wants: @escaping @Sendable (AppEvent) -> Bool = { _ in true },
  _ body: @Sendable (Listening) async throws -> Void
) async throws {
  let folder = try TemporaryDirectory()
  let listening = Listening(path: path ?? folder.file("apps.sock"), wants: wants)
  let server = AppServer(
    path: listening.path, mode: 0o600, group: group, greeting: greeting, connectionsOfProcess: ofProcess, pace: pace,
    loop: MultiThreadedEventLoopGroup.singleton.next(), time: listening.time, admits: admits)
  try await withThrowingTaskGroup(of: Void.self) { group in
    let (ready, isReady) = AsyncStream<Void>.makeStream()
    group.addTask {
      defer { isReady.finish() }
      try await server.run(ready: { isReady.finish() }, listener: listening)
    }
    for await _ in ready {}
    if !FileManager.default.fileExists(atPath: listening.path) || !listening.isSocket { try await group.next() }
    try await body(listening)
    group.cancelAll()
    while let result = await group.nextResult() {
      if case .failure(let error) = result, !(error is CancellationError) { throw error }
    }
  }
  withExtendedLifetime(folder) {}
}

/// A server's path, its clock and what it has handed out.
final class Listening: AppListener {
  let path: String
  let time = ManualTime()
  private let heard = Mutex<[AppEvent]>([])
  private let refused = Mutex<[AppRefusal]>([])
  private let wants: @Sendable (AppEvent) -> Bool

  init(path: String, wants: @escaping @Sendable (AppEvent) -> Bool) {
    self.path = path
    self.wants = wants
  }

  func receive(_ event: AppEvent) -> Bool {
    heard.withLock { $0.append(event) }
    return wants(event)
  }

  func refused(_ reason: AppRefusal) { refused.withLock { $0.append(reason) } }

  var refusals: [AppRefusal] { refused.withLock { $0 } }
  var count: Int { heard.withLock(\.count) }
  func count(of isSo: (AppEvent) -> Bool) -> Int { heard.withLock { $0.count(where: isSo) } }
  var opened: Int { heard.withLock { $0.count { $0.isOpened } } }

  var isSocket: Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
  }

  func events(until isEnough: @Sendable ([AppEvent]) -> Bool) async throws -> [AppEvent] {
    try await Poll.value("what peers said is heard") {
      heard.withLock { $0 }
    } until: {
      isEnough($0)
    }
  }
}

extension AppEvent {
  var isClosed: Bool { if case .closed = kind { true } else { false } }
  var isOpened: Bool { if case .opened = kind { true } else { false } }
}

/// What is known within a server's life, and asked for after it.
final class Kept<Value: Sendable>: Sendable {
  private let kept = Mutex<Value?>(nil)

  var value: Value? {
    get { kept.withLock { $0 } }
    set { kept.withLock { $0 = newValue } }
  }
}
