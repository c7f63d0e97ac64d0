import Glibc

/// A socket that listens already, given by systemd (`sd_listen_fds(3)`). Whoever takes it closes it.
package struct InheritedSocket: Hashable, Sendable {
  /// Where it listens.
  package enum Address: Hashable, Sendable, CustomStringConvertible {
    /// IPv4 or IPv6, with a port.
    case ip(String, port: Int)
    /// A path, or `@` and a name in the abstract namespace.
    case unix(String)

    package var description: String {
      switch self {
      case .ip(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
      case .unix(let path): path
      }
    }
  }

  /// Closed on exec.
  package let descriptor: Int32
  /// `FileDescriptorName=` of the socket unit; empty where none is given.
  package let name: String
  /// Where it listens.
  package let address: Address
}

/// Takes over the sockets of socket activation.
package enum InheritedSockets {
  private static let variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]
  /// systemd passes descriptors from here on.
  package static let first: Int32 = 3

  /// The sockets that are meant for this process. They are set to be closed on exec.
  ///
  /// - Parameters:
  ///   - environment: of the process; what it says is for no child, see `forget()`.
  ///   - pid: of this process.
  ///   - first: the first descriptor; another one in tests.
  /// - Throws: where one of them is no stream socket that listens; none of them is then closed.
  package static func take(
    environment: [String: String], pid: Int32, first: Int32 = first
  ) throws(InheritedSocketError) -> [InheritedSocket] {
    guard let meant = environment["LISTEN_PID"], Int32(meant) == pid, let text = environment["LISTEN_FDS"] else { return [] }
    guard let count = Int32(text), (0...1024).contains(count) else { throw .count(text) }
    let names = environment["LISTEN_FDNAMES"].map { $0.split(separator: ":", omittingEmptySubsequences: false) } ?? []
    let range = first..<first + count
    for descriptor in range { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var sockets: [InheritedSocket] = []
    for (index, descriptor) in range.enumerated() {
      let name = names.indices.contains(index) ? String(names[index]) : ""
      sockets.append(InheritedSocket(descriptor: descriptor, name: name, address: try address(descriptor)))
    }
    return sockets
  }

  /// Removes the variables from the environment of this process, so that no child takes them for its own. Before there are
  /// threads.
  package static func forget() {
    for variable in variables { unsetenv(variable) }
  }

  private static func address(_ descriptor: Int32) throws(InheritedSocketError) -> InheritedSocket.Address {
    guard try option(descriptor, SO_TYPE) == Int32(SOCK_STREAM.rawValue) else { throw .kind(descriptor) }
    guard try option(descriptor, SO_ACCEPTCONN) == 1 else { throw .silent(descriptor) }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let code = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    guard code == 0 else { throw .descriptor(descriptor, errno) }
    switch Int32(storage.ss_family) {
    case AF_INET, AF_INET6: return try ip(descriptor, &storage, length)
    case AF_UNIX: return .unix(path(&storage, length))
    case let family: throw .family(descriptor, family)
    }
  }

  private static func option(_ descriptor: Int32, _ name: Int32) throws(InheritedSocketError) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 else { throw .descriptor(descriptor, errno) }
    return value
  }

  private static func ip(
    _ descriptor: Int32, _ storage: inout sockaddr_storage, _ length: socklen_t
  ) throws(InheritedSocketError) -> InheritedSocket.Address {
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let code = withUnsafePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getnameinfo(
          $0, length, &host, socklen_t(host.count), &port, socklen_t(port.count), Int32(NI_NUMERICHOST | NI_NUMERICSERV))
      }
    }
    guard code == 0, let number = Int(text(port)) else { throw .family(descriptor, Int32(storage.ss_family)) }
    return .ip(text(host), port: number)
  }

  private static func path(_ storage: inout sockaddr_storage, _ length: socklen_t) -> String {
    let beforePath = MemoryLayout<sa_family_t>.size
    let bytes = withUnsafeBytes(of: &storage) { Array($0[beforePath..<max(beforePath, min(Int(length), $0.count))]) }
    guard bytes.first == 0 else { return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    return "@" + String(decoding: bytes.dropFirst(), as: UTF8.self)
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Why inherited sockets cannot be used.
package enum InheritedSocketError: Error, Hashable, CustomStringConvertible {
  /// `LISTEN_FDS` is no number, or none that makes sense.
  case count(String)
  /// There is no such socket; with the kernel's reason.
  case descriptor(Int32, Int32)
  /// It is no stream socket.
  case kind(Int32)
  /// It does not listen.
  case silent(Int32)
  /// It is neither of IP nor of UNIX.
  case family(Int32, Int32)

  package var description: String {
    switch self {
    case .count(let text): "LISTEN_FDS=\(text) is no number of sockets"
    case .descriptor(let descriptor, let code):
      "the inherited descriptor \(descriptor) is no usable socket: \(String(cString: strerror(code)))"
    case .kind(let descriptor):
      "the inherited descriptor \(descriptor) is no stream socket; give ListenStream= in the socket unit"
    case .silent(let descriptor):
      "the inherited descriptor \(descriptor) does not listen; give ListenStream= with Accept=no in the socket unit"
    case .family(let descriptor, let family):
      "the inherited descriptor \(descriptor) is of the address family \(family); only IP and UNIX sockets can be served"
    }
  }
}
