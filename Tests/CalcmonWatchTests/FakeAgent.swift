import CalcmonTesting
import Foundation
import Synchronization
import Telemetry

/// A socket on which services report, and what they have said.
final class FakeAgent: Sendable {
  let path: String
  private let listener: Int32
  private let reads: Bool
  private let state = Mutex(State())

  private struct State {
    var lines: [[UInt8]] = []
    var connections: [Int32] = []
    var hasEnded = false
  }

  /// - Parameter reads: whether it takes what is sent.
  init(at path: String, reads: Bool = true) throws {
    self.path = path
    self.reads = reads
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    guard bound == 0, listen(listener, 16) == 0 else { throw Tool.Failure(description: "cannot listen at \(path)") }
    Thread.detachNewThread { self.accept() }
  }

  deinit { end() }

  /// All lines, taken apart; those that cannot be are left out.
  var messages: [AppMessage] { state.withLock { $0.lines }.compactMap { try? AppCoding.decode($0) } }

  /// Lines that an agent would refuse.
  var refused: [String] {
    state.withLock { $0.lines }.filter { (try? AppCoding.decode($0)) == nil }.map { String(decoding: $0, as: UTF8.self) }
  }

  var hellos: [AppMessage.Hello] { messages.compactMap { if case .hello(let hello) = $0 { hello } else { nil } } }
  var snapshots: [AppMessage.Snapshot] { messages.compactMap { if case .snapshot(let body) = $0 { body } else { nil } } }
  var stalls: [AppMessage.Stall] { messages.compactMap { if case .stall(let stall) = $0 { stall } else { nil } } }
  var standing: [AppMessage.Standing] { messages.compactMap { if case .standing(let body) = $0 { body } else { nil } } }
  var hasFarewell: Bool { messages.contains(.bye) }

  /// The stall of a loop that began after an instant, and was not over at another.
  func stall(of loops: (Int) -> Bool, around held: Held) -> AppMessage.Stall? {
    stalls.first { loops($0.loop) && $0.startedNs < held.middle && held.middle < $0.endedNs }
  }

  /// Closes the connections that there are.
  func hangUp() {
    state.withLock { state in
      for each in state.connections { shutdown(each, Int32(SHUT_RDWR)) }
      state.connections = []
    }
  }

  /// Listens no more.
  func end() {
    hangUp()
    guard
      !state.withLock({ state in
        defer { state.hasEnded = true }
        return state.hasEnded
      })
    else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    unlink(path)
  }

  private func accept() {
    while true {
      let peer = Foundation.accept(listener, nil, nil)
      guard peer >= 0 else { break }
      state.withLock { $0.connections.append(peer) }
      if reads { Thread.detachNewThread { [self] in read(peer) } }
    }
    close(listener)
  }

  private func read(_ peer: Int32) {
    var rest: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = recv(peer, &buffer, buffer.count, 0), count > 0 {
      rest += buffer[..<count]
      var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      rest = Array(lines.removeLast())
      state.withLock { state in state.lines += lines.map { Array($0) } }
    }
    close(peer)
  }
}
