import Glibc

/// A connection to the agent's socket for applications. It never waits.
final class AgentConnection {
  /// What became of a line.
  enum Outcome {
    case taken
    /// The agent takes no more by now.
    case later
    /// The connection is over.
    case lost
  }

  private let descriptor: Int32
  private let identity: (device: UInt64, file: UInt64)

  /// Connects; `nil` if no agent listens there.
  init?(_ path: String) {
    guard var address = AgentConnection.address(path) else { return nil }
    let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard made >= 0 else { return nil }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(made, $0, size) }
    }
    guard connected == 0, let identity = AgentConnection.identity(made) else {
      close(made)
      return nil
    }
    descriptor = made
    self.identity = identity
  }

  deinit { if isOurs { close(descriptor) } }

  /// Sends a line. One that is taken in part is lost, and the connection with it.
  func send(_ line: [UInt8]) -> Outcome {
    guard isOurs else { return .lost }
    let sent = line.withUnsafeBytes {
      Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
    if sent == line.count { return .taken }
    return sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ENOBUFS) ? .later : .lost
  }

  /// Whether the descriptor is still the connection's: a service may close all that it does not know, and open others.
  private var isOurs: Bool { AgentConnection.identity(descriptor).map { $0 == identity } ?? false }

  private static func identity(_ descriptor: Int32) -> (device: UInt64, file: UInt64)? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? (UInt64(status.st_dev), UInt64(status.st_ino)) : nil
  }

  private static func address(_ path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, !bytes.contains(0), bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return address
  }
}
