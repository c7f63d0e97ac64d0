import GRDB
import Glibc

/// Why the database could not be used. The raw value is the `reason` label.
package enum StorageFault: String, CaseIterable, Sendable {
  /// No space or no inodes left on the device.
  case full
  case ioError = "io_error"
  /// Somebody else holds a lock.
  case locked
  /// The file, its folder or its file system cannot be written, or opened.
  case readOnly = "read_only"
  /// The file is damaged.
  case corrupt
  /// Another file, or none, is at the path by now.
  case moved
  /// SQLite takes the database, and not what was to be written.
  case refused
  case other

  /// What an error of SQLite, or of opening, comes down to.
  package init(_ error: any Error) {
    if let error = error as? StorageError {
      self = error.fault
    } else if let error = error as? DatabaseError {
      self.init(code: error.resultCode)
    } else {
      self = .other
    }
  }

  /// What is wrong, for people: neither SQL nor a value of the database is in it.
  package static func reason(of error: any Error) -> String {
    switch error {
    case let error as DatabaseError: error.message ?? "SQLite error \(error.resultCode.rawValue)"
    case is StorageError, is DamagedValue: "\(error)"
    default: StorageFault(error).rawValue
    }
  }

  /// Source: https://www.sqlite.org/rescode.html
  private init(code: ResultCode) {
    self =
      switch code {
      case .SQLITE_FULL: .full
      case .SQLITE_IOERR, .SQLITE_PROTOCOL, .SQLITE_NOLFS: .ioError
      case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
      case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN: .readOnly
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
      case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE: .refused
      default: .other
      }
  }

  /// What an `errno` of opening a file comes down to.
  init(errno code: Int32) {
    self =
      switch code {
      case ENOSPC, EDQUOT: .full
      case EIO, EMFILE, ENFILE, ENOMEM: .ioError
      default: .readOnly
      }
  }

  /// Whether waiting may help: then an agent that starts goes on without a history, and tries again.
  package var mayPass: Bool { self == .full || self == .ioError || self == .locked }
}
