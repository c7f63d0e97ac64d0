import CalcmonTesting
import Foundation
import Synchronization

/// A client of a Unix socket that sends whatever bytes a test wants.
final class UnixPeer: Sendable {
  private let descriptor: Mutex<Int32>

  init(_ path: String) throws {
    let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    descriptor = Mutex(made)
    var address = try Self.address(path)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(made, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    guard connected == 0 else { throw Tool.Failure(description: "cannot connect: \(String(cString: strerror(errno)))") }
  }

  deinit { close() }

  /// Makes a socket that no process listens to.
  static func leaveSocket(at path: String) throws {
    let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = try address(path)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(made, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    Foundation.close(made)
    guard bound == 0 else { throw Tool.Failure(description: "cannot bind: \(String(cString: strerror(errno)))") }
  }

  private static func address(_ path: String) throws -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = path.utf8CString
    guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { throw Tool.Failure(description: path) }
    withUnsafeMutableBytes(of: &address.sun_path) { room in bytes.withUnsafeBytes { room.copyMemory(from: $0) } }
    return address
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  /// A server that has closed is no error here.
  func send(_ bytes: [UInt8]) {
    let descriptor = descriptor.withLock { $0 }
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// Waits until the server closes, a minute at the most.
  func isClosedByServer() -> Bool {
    var watched = pollfd(fd: descriptor.withLock { $0 }, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, 60_000) == 1
  }

  /// Whether the server has closed.
  var isClosedNow: Bool {
    var watched = pollfd(fd: descriptor.withLock { $0 }, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, 0) == 1
  }

  func close() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 {
        shutdown(descriptor, Int32(SHUT_RDWR))
        Foundation.close(descriptor)
      }
      descriptor = -1
    }
  }
}
