import Glibc

/// The right to copy the log into the database, or to write as somebody else than the agent: one at a time.
///
/// SQLite before 3.51.3 can damage a database where one connection copies the log while another one writes and begins the log anew
/// (https://www.sqlite.org/wal.html, "The WAL-Reset Bug"). The agent alone copies, and alone writes, but for silences. It is a lock on the
/// first byte of `<database>.lock`, which goes by the open file and not by the process, and has nothing to do with `flock`.
struct CheckpointTurn {
  /// How long others wait for the agent, in seconds.
  static let patience = 5.0

  private static let pause: UInt32 = 10_000
  /// `F_OFD_SETLK`, which Glibc's module leaves out. Linux 3.15.
  private static let setLock: Int32 = 37

  private let descriptor: Int32
  private let isOwned: Bool

  /// The agent's: `nil` where it is somebody else's turn. The agent does not wait: there will be another time.
  init?(agent descriptor: Int32) {
    guard CheckpointTurn.lock(descriptor, F_WRLCK) else { return nil }
    self.init(descriptor: descriptor, isOwned: false)
  }

  private init(descriptor: Int32, isOwned: Bool) {
    self.descriptor = descriptor
    self.isOwned = isOwned
  }

  /// Somebody else's; `nil` where there is no lock file: then there is no agent. None is made, since it would belong to whoever runs this.
  ///
  /// - Throws: `StorageError.cannotWrite` where the agent does not let go for long, or the file cannot be opened.
  static func waiting(_ file: DatabasePath) throws(StorageError) -> CheckpointTurn? {
    let descriptor = open(file.lock, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      let reason = "\(file.name).lock: \(String(cString: strerror(errno))) (user \(geteuid()))"
      throw .cannotWrite(path: file.name, reason: reason, StorageFault(errno: errno))
    }
    for _ in 0..<Int(patience * 1e6) / Int(pause) {
      if lock(descriptor, F_WRLCK) { return CheckpointTurn(descriptor: descriptor, isOwned: true) }
      usleep(pause)
    }
    close(descriptor)
    throw .cannotWrite(path: file.name, reason: "the agent is busy with it", .locked)
  }

  /// Lets others.
  func end() {
    _ = CheckpointTurn.lock(descriptor, F_UNLCK)
    if isOwned { close(descriptor) }
  }

  private static func lock(_ descriptor: Int32, _ type: Int32) -> Bool {
    var range = flock()
    range.l_type = Int16(type)
    range.l_whence = Int16(SEEK_SET)
    range.l_len = 1
    return fcntl(descriptor, setLock, &range) == 0
  }
}
