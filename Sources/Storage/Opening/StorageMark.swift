import FoundationEssentials
import Glibc

/// What `<database>.state` says of the last batch that was acknowledged.
///
/// SQLite drops a torn or deleted write-ahead log, and whatever was in it, without an error. A second file that knows better is the
/// only way to notice. It is written in place, without a sync: it survives what happens to the process, and may be older than the
/// database after a power failure, never newer than what was acknowledged.
struct StorageMark: Codable, Hashable {
  /// `store.id`.
  var id: String
  /// The database itself: see `FileIdentity`.
  var device: UInt64 = 0
  var inode: UInt64 = 0
  var born: Int64 = 0
  /// `store.sequence`.
  var sequence: Int64
  /// The oldest instant in the history.
  var firstMs: Int64
  /// `store.written_ms`.
  var writtenMs: Int64

  /// Whether this is the file that was written.
  func knows(_ file: FileIdentity?) -> Bool {
    file.map { $0.device == device && $0.inode == inode && $0.born == born } ?? false
  }

  static func path(of database: String) -> String { database + ".state" }

  /// `nil` where there is none, or where it cannot be understood: then nothing is known.
  static func read(of database: String) -> StorageMark? {
    let fd = open(path(of: database), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard fd >= 0 else { return nil }
    defer { close(fd) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(fd, &bytes, bytes.count, 0)
    return try? JSONDecoder().decode(StorageMark.self, from: Data(bytes.prefix(max(0, count))))
  }

  /// A mark that cannot be written costs only that a loss may go unnoticed.
  func write(of database: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let line = try? encoder.encode(self) else { return }
    let fd = open(StorageMark.path(of: database), O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard fd >= 0 else { return }
    defer { close(fd) }
    let bytes = Array(line) + [UInt8(ascii: "\n")]
    if pwrite(fd, bytes, bytes.count, 0) == bytes.count { ftruncate(fd, off_t(bytes.count)) }
  }

  /// Whether it knows of a batch that is not in a database which says this of itself.
  func misses(id: String, sequence: Int64) -> Bool {
    id == self.id ? sequence < self.sequence : self.sequence > 0
  }

  /// Seconds of history that it knows of and that are not in a database which says this of itself.
  func lostSeconds(id: String, sequence: Int64, writtenMs: Int64?) -> Double {
    let kept = id == self.id ? (sequence >= self.sequence ? self.writtenMs : writtenMs ?? firstMs) : firstMs
    return max(0, Double(self.writtenMs) - Double(kept)) / 1000
  }
}
