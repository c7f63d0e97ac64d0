import Glibc

/// A Unix socket at a path, to which this process alone listens.
///
/// A socket that a process which is gone has left behind is replaced. One that a process listens to is not, and two processes that begin at
/// the same time do not take it from each other: each locks a file beside it first. Nobody can connect before mode and group are set.
struct AppSocket: ~Copyable {
  /// In bytes: `sun_path` with its end.
  static let longestPath = 107
  private static let backlog: Int32 = 128

  /// Listens; whoever takes it closes it.
  let descriptor: Int32
  private let path: String
  private let inode: ino_t
  private let lock: Int32

  /// - Parameters:
  ///   - mode: of the socket: who may connect.
  ///   - group: the name of the group that it is given to; `nil`: as the kernel does.
  init(_ path: String, mode: mode_t, group: String?) throws(AppSocketError) {
    if let problem = AppSocket.problem(of: path) { throw problem }
    let gid = try group.map { name throws(AppSocketError) in try AppSocket.group(name) }
    let lock = try AppSocket.lock(path)
    let descriptor: Int32
    do throws(AppSocketError) {
      try AppSocket.makeRoom(at: path)
      descriptor = try AppSocket.bound(path, mode: mode, gid: gid)
    } catch {
      close(lock)
      throw error
    }
    var status = stat()
    self.path = path
    self.lock = lock
    self.descriptor = descriptor
    inode = lstat(path, &status) == 0 ? status.st_ino : 0
  }

  /// Removes the socket, if it is still this one, and lets others have its name.
  consuming func remove() {
    var status = stat()
    if lstat(path, &status) == 0, status.st_ino == inode { unlink(path) }
    unlink("\(path).lock")
    close(lock)
  }

  /// What is wrong with a path, whatever lies there; `nil`: nothing.
  static func problem(of path: String) -> AppSocketError? {
    if !path.hasPrefix("/") { return .relative(path: path) }
    return path.utf8.count > longestPath ? .tooLong(path: path) : nil
  }

  /// What is wrong with it as things are now; `nil`: nothing.
  static func problemNow(of path: String) -> AppSocketError? {
    var status = stat()
    guard problem(of: path) == nil, lstat(path, &status) == 0 else { return problem(of: path) }
    return status.st_mode & S_IFMT == S_IFSOCK ? nil : .notASocket(path: path)
  }

  private static func lock(_ path: String) throws(AppSocketError) -> Int32 {
    let descriptor = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .failed(path: path, call: "open", errno: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .inUse(path: path)
    }
    return descriptor
  }

  private static func makeRoom(at path: String) throws(AppSocketError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
    // Only of one that nobody listens to, a connection is refused.
    guard UnixConnection.failure(to: path) == ECONNREFUSED else { throw .inUse(path: path) }
    guard unlink(path) == 0 else { throw .failed(path: path, call: "unlink", errno: errno) }
  }

  private static func bound(_ path: String, mode: mode_t, gid: gid_t?) throws(AppSocketError) -> Int32 {
    let descriptor = UnixConnection.socket()
    guard descriptor >= 0 else { throw .failed(path: path, call: "socket", errno: errno) }
    do throws(AppSocketError) {
      guard UnixConnection.bind(descriptor, path) == 0 else { throw .failed(path: path, call: "bind", errno: errno) }
      guard chmod(path, mode) == 0 else { throw .failed(path: path, call: "chmod", errno: errno) }
      if let gid, lchown(path, uid_t.max, gid) != 0 { throw .failed(path: path, call: "chown", errno: errno) }
      guard listen(descriptor, backlog) == 0 else { throw .failed(path: path, call: "listen", errno: errno) }
    } catch {
      close(descriptor)
      unlink(path)
      throw error
    }
    return descriptor
  }

  private static func group(_ name: String) throws(AppSocketError) -> gid_t {
    var entry = Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    var buffer = [CChar](repeating: 0, count: 1 << 16)
    guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { throw .noGroup(name) }
    return entry.gr_gid
  }
}
