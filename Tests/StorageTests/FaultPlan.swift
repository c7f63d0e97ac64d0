import FaultyVFS

/// Kinds of operations on the files of a database.
struct FaultOperations: OptionSet, Hashable, Sendable {
  let rawValue: UInt32

  static let open = FaultOperations(FAULTY_OPEN)
  static let read = FaultOperations(FAULTY_READ)
  static let write = FaultOperations(FAULTY_WRITE)
  static let sync = FaultOperations(FAULTY_SYNC)
  static let truncate = FaultOperations(FAULTY_TRUNCATE)
  /// Unlocking is not among them: SQLite counts on its success.
  static let lock = FaultOperations(FAULTY_LOCK)
  static let shmMap = FaultOperations(FAULTY_SHM_MAP)
  static let delete = FaultOperations(FAULTY_DELETE)
  static let fileSize = FaultOperations(FAULTY_FILE_SIZE)
  static let access = FaultOperations(FAULTY_ACCESS)

  /// All that changes what a power failure would leave. Where all of these fail for good, the power is off.
  static let changes: FaultOperations = [.write, .sync, .truncate, .delete]

  init(rawValue: UInt32) { self.rawValue = rawValue }

  private init(_ bits: Int) { self.init(rawValue: UInt32(bits)) }
}

/// Codes that SQLite's C header has as macros which Swift cannot read. https://www.sqlite.org/rescode.html
enum FaultCode {
  static let read = SQLITE_IOERR | 1 << 8
  static let write = SQLITE_IOERR | 3 << 8
  static let fsync = SQLITE_IOERR | 4 << 8
  static let truncate = SQLITE_IOERR | 6 << 8
  static let fstat = SQLITE_IOERR | 7 << 8
  static let delete = SQLITE_IOERR | 10 << 8
  static let access = SQLITE_IOERR | 13 << 8
  static let lock = SQLITE_IOERR | 15 << 8
  static let shmSize = SQLITE_IOERR | 19 << 8
  static let shmLock = SQLITE_IOERR | 20 << 8
  /// Half of it is written, and then `write` returned. For writes alone.
  static let shortWrite = FAULTY_SHORT_WRITE
}

/// The VFS said no.
struct FaultError: Error {
  let code: Int32

  /// - Throws: unless the code is `SQLITE_OK`.
  static func check(_ code: Int32) throws(FaultError) {
    if code != SQLITE_OK { throw FaultError(code: code) }
  }
}

/// Has operations on one database fail, as long as it lives. A newer plan for the same database takes its place.
///
/// Make it before the database is opened: connections that are older than the first plan of the process go past it.
final class FaultPlan: Sendable {
  private let path: String

  /// The nth (1: the next) of the operations fails, and all after it where `repeats`.
  ///
  /// - Throws: where `nth` is below 1, no operation is named, or there are too many plans.
  init(path: String, operations: FaultOperations, nth: Int, repeats: Bool, code: Int32) throws(FaultError) {
    self.path = path
    try FaultError.check(faulty_vfs_install())
    try FaultError.check(
      faulty_vfs_plan(path, operations.rawValue, Int32(clamping: nth), repeats ? 1 : 0, code))
  }

  deinit { clear() }

  /// Matching operations since it was made, those that failed included; -1 once it is cleared.
  var count: Int { Int(faulty_vfs_count(path)) }

  /// `false` once it is cleared.
  var hasStruck: Bool { faulty_vfs_struck(path) > 0 }

  /// For each matching operation since it was made the number of its run: operations of one kind on one file that follow each other.
  var runs: [Int] {
    var runs = [Int32](repeating: 0, count: max(0, count))
    let found = faulty_vfs_runs(path, &runs, Int32(runs.count))
    return runs.prefix(max(0, Int(found))).map(Int.init)
  }

  /// Nothing fails from here on.
  func clear() { faulty_vfs_clear(path) }
}

/// Remembers what is written to one database and not synced, as long as it lives. Begin before the database is opened.
final class PowerJournal: Sendable {
  private let path: String

  /// - Throws: where the files cannot be read, or there are too many journals.
  init(path: String) throws(FaultError) {
    self.path = path
    try FaultError.check(faulty_vfs_install())
    try FaultError.check(faulty_vfs_journal(path, 1))
  }

  deinit { faulty_vfs_journal(path, 0) }

  /// Writes what a power failure at this moment could leave, as a database at `copy`.
  func lose(into copy: String, seed: UInt32) throws(FaultError) {
    try FaultError.check(faulty_vfs_power_loss(path, copy, seed))
  }
}
