import Glibc

/// The system calls of Unix stream sockets that are known by a path.
enum UnixConnection {
  /// A new socket, that never blocks, closed on exec; -1 if there can be none.
  static func socket() -> Int32 {
    Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
  }

  static func bind(_ descriptor: Int32, _ path: String) -> Int32 {
    withAddress(path) { Glibc.bind(descriptor, $0, $1) }
  }

  static func connect(_ descriptor: Int32, _ path: String) -> Int32 {
    withAddress(path) { Glibc.connect(descriptor, $0, $1) }
  }

  /// The errno with which a connection fails; 0: it does not. EAGAIN: a process listens, and has not taken others yet.
  static func failure(to path: String) -> Int32 {
    let descriptor = socket()
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return connect(descriptor, path) == 0 ? 0 : errno
  }

  /// Who is at the other end; `nil`: the kernel does not tell.
  static func peer(_ descriptor: Int32) -> AppPeer? {
    var (found, length) = (Credentials(), socklen_t(MemoryLayout<Credentials>.size))
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &found, &length) == 0 else { return nil }
    return AppPeer(pid: found.pid, uid: found.uid)
  }

  /// `struct ucred` of the kernel, which Glibc shows to C programs alone.
  private struct Credentials {
    var pid: pid_t = 0
    var uid: uid_t = 0
    var gid: gid_t = 0
  }

  private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      errno = ENAMETOOLONG
      return -1
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }
}
