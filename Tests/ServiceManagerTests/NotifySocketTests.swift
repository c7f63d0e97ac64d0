import CalcmonTesting
import Foundation
import ServiceManager
import Synchronization
import Testing

@Suite struct NotifySocketTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func notifySocket(_ name: String, _ failures: FailureLog = FailureLog()) throws -> NotifySocket {
    try #require(try NotifySocket(environment: ["NOTIFY_SOCKET": name]) { failures.add($0) })
  }

  @Test(arguments: [
    (NotifySocket.Message.ready, "READY=1"),
    (.status("serving 3 mixes"), "STATUS=serving 3 mixes"),
    (.status("two\nlines\r\nand\0more"), "STATUS=two lines and more"),
    (.reloading(monotonicMicroseconds: 123_456), "RELOADING=1\nMONOTONIC_USEC=123456"),
    (.stopping, "STOPPING=1"),
    (.watchdog, "WATCHDOG=1"),
  ])
  func `Each message is one datagram`(message: NotifySocket.Message, text: String) throws {
    let receiver = try UnixReceiver(directory.file("notify"))
    try notifySocket(directory.file("notify")).send(message)
    #expect(receiver.next() == text)
    #expect(receiver.next() == nil)
  }

  @Test func `Messages may share a datagram`() throws {
    let receiver = try UnixReceiver(directory.file("notify"))
    try notifySocket(directory.file("notify")).send(.ready, .status("serving"))
    #expect(receiver.next() == "READY=1\nSTATUS=serving")
  }

  @Test func `A reload is stamped by the monotonic clock`() throws {
    var before = timespec()
    clock_gettime(CLOCK_MONOTONIC, &before)
    guard case .reloading(let microseconds) = NotifySocket.Message.reloadingNow else {
      Issue.record("it is another message")
      return
    }
    var after = timespec()
    clock_gettime(CLOCK_MONOTONIC, &after)
    #expect(Int64(before.tv_sec) * 1_000_000 <= microseconds)
    #expect(microseconds <= Int64(after.tv_sec + 1) * 1_000_000)
  }

  @Test func `The abstract namespace begins with an @`() throws {
    let name = "@calcmon-test-\(UUID().uuidString)"
    let receiver = try UnixReceiver(name)
    try notifySocket(name).send(.watchdog)
    #expect(receiver.next() == "WATCHDOG=1")
  }

  @Test func `The longest possible path is reached`() throws {
    let folder = "/tmp/calcmon-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + String(repeating: "n", count: 106 - folder.utf8.count)
    let receiver = try UnixReceiver(path)
    try notifySocket(path).send(.ready)
    #expect(receiver.next() == "READY=1")
  }

  @Test(arguments: [[:], ["NOTIFY_SOCKET": ""]])
  func `Where nobody asks, nobody is told`(environment: [String: String]) throws {
    #expect(try NotifySocket(environment: environment) { _ in } == nil)
  }

  @Test(arguments: ["relative", "@", "/", "vsock:2:1234", "/" + String(repeating: "x", count: 107)])
  func `A name that is no socket's is told`(name: String) {
    let error = #expect(throws: NotifyError.self) { _ = try NotifySocket(environment: ["NOTIFY_SOCKET": name]) { _ in } }
    #expect(error?.problem == .name)
    #expect(
      error?.description
        == "systemd cannot be notified by NOTIFY_SOCKET=\(name): it must be an absolute path, or a name that begins with @, "
        + "of at most 107 bytes")
  }

  @Test func `Only the first failure is reported, and what comes back is told again`() throws {
    let failures = FailureLog()
    let path = directory.file("notify")
    let socket = try notifySocket(path, failures)
    for _ in 0..<3 { socket.send(.watchdog) }
    #expect(
      failures.texts == ["systemd cannot be notified by NOTIFY_SOCKET=\(path): No such file or directory"])
    let receiver = try UnixReceiver(path)
    socket.send(.watchdog)
    #expect(receiver.next() == "WATCHDOG=1")
    #expect(failures.texts.count == 1)
  }

  @Test(.timeLimit(.minutes(1))) func `A receiver that reads nothing is not waited for`() throws {
    let failures = FailureLog()
    let receiver = try UnixReceiver(directory.file("notify"))
    let socket = try notifySocket(directory.file("notify"), failures)
    for _ in 0..<10_000 { socket.send(.watchdog) }
    #expect(failures.texts.count == 1)
    #expect(failures.texts.first?.hasSuffix("Resource temporarily unavailable") == true)
    #expect(receiver.next() == "WATCHDOG=1")
  }
}

/// What was reported.
final class FailureLog: Sendable {
  private let errors = Mutex<[NotifyError]>([])

  var texts: [String] { errors.withLock { $0.map(\.description) } }

  func add(_ error: NotifyError) { errors.withLock { $0.append(error) } }
}
