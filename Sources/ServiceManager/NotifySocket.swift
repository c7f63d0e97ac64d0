import Glibc
import Synchronization

/// Tells systemd how the service does (`sd_notify(3)`), by datagrams to the socket that the environment names.
///
/// Nothing here ever waits, and nothing that fails stops the agent: the first failure is reported, the others are not.
package final class NotifySocket: Sendable {
  /// What can be told.
  package enum Message: Hashable, Sendable {
    /// It serves; also after `reloading`.
    case ready
    /// One line for people, shown by `systemctl status`.
    case status(String)
    /// It reads its configuration again, since an instant of CLOCK_MONOTONIC; see `reloadingNow`.
    case reloading(monotonicMicroseconds: Int64)
    /// It ends.
    case stopping
    /// It still works.
    case watchdog

    /// It begins to read its configuration again.
    package static var reloadingNow: Message {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return .reloading(monotonicMicroseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// What is sent. A line break would begin another assignment, so a status has none.
    package var text: String {
      switch self {
      case .ready: "READY=1"
      case .status(let text): "STATUS=\(String(text.map { $0.isNewline || $0 == "\0" ? " " : $0 }))"
      case .reloading(let microseconds): "RELOADING=1\nMONOTONIC_USEC=\(microseconds)"
      case .stopping: "STOPPING=1"
      case .watchdog: "WATCHDOG=1"
      }
    }
  }

  private let address: UnixAddress
  private let descriptor: Int32
  private let onFailure: @Sendable (NotifyError) -> Void
  private let hasFailed = Mutex(false)

  /// - Parameters:
  ///   - environment: of the process. `NOTIFY_SOCKET` is a path, or a name that begins with `@` in the abstract namespace.
  ///   - onFailure: told once, if ever.
  /// - Returns: `nil` where nobody wants to be told.
  /// - Throws: where the socket cannot be used at all.
  package init?(environment: [String: String], onFailure: @escaping @Sendable (NotifyError) -> Void) throws(NotifyError) {
    guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else { return nil }
    guard let address = UnixAddress(name) else { throw NotifyError(socket: name, problem: .name) }
    let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { throw NotifyError(socket: name, problem: .errno(errno)) }
    self.address = address
    self.onFailure = onFailure
  }

  deinit { close(descriptor) }

  /// Sends messages, in one datagram. Where systemd does not listen at once, they are lost.
  package func send(_ messages: Message...) {
    let bytes = Array(messages.map(\.text).joined(separator: "\n").utf8)
    var sent = -1
    repeat { sent = address.send(bytes, from: descriptor) } while sent < 0 && errno == EINTR
    guard sent < 0 else { return }
    let error = NotifyError(socket: address.name, problem: .errno(errno))
    let isFirst = hasFailed.withLock { hasFailed in
      defer { hasFailed = true }
      return !hasFailed
    }
    if isFirst { onFailure(error) }
  }
}

/// systemd could not be told.
package struct NotifyError: Error, Hashable, CustomStringConvertible {
  /// What is in the way.
  package enum Problem: Hashable, Sendable {
    /// Neither an absolute path nor a name with `@`, or too long.
    case name
    /// The kernel's reason.
    case errno(Int32)
  }

  /// As the environment names it.
  package let socket: String
  /// What is in the way.
  package let problem: Problem

  package var description: String {
    let reason =
      switch problem {
      case .name: "it must be an absolute path, or a name that begins with @, of at most 107 bytes"
      case .errno(let code): String(cString: strerror(code))
      }
    return "systemd cannot be notified by NOTIFY_SOCKET=\(socket): \(reason)"
  }
}

/// Where a UNIX socket is.
struct UnixAddress {
  /// As the environment has it.
  let name: String
  private var address = sockaddr_un()
  private let length: socklen_t

  /// A path, or `@` and a name; `nil` where it is neither, or too long.
  init?(_ name: String) {
    var bytes = Array(name.utf8)
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count > 1, bytes.count < capacity, bytes[0] == UInt8(ascii: "/") || bytes[0] == UInt8(ascii: "@") else {
      return nil
    }
    guard !bytes.contains(0) else { return nil }
    let isAbstract = bytes[0] == UInt8(ascii: "@")
    if isAbstract { bytes[0] = 0 }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let beforePath = MemoryLayout<sockaddr_un>.size - capacity
    length = socklen_t(beforePath + bytes.count + (isAbstract ? 0 : 1))
    self.name = name
  }

  /// As `sendto(2)`.
  func send(_ bytes: [UInt8], from descriptor: Int32) -> Int {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL), $0, length)
      }
    }
  }
}
