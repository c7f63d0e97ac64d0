import Samples

/// Why a database cannot be used. Each is one line that names the file and what to do.
package enum StorageError: Error, Equatable, CustomStringConvertible {
  case missing(path: String)
  /// No file can be called so.
  case unusableName(name: String, reason: String)
  /// A file that cannot be written, since it has other names that nothing is known of.
  case severalNames(path: String, count: Int)
  case cannotOpen(path: String, reason: String, StorageFault)
  case notADatabase(path: String)
  case foreign(path: String)
  case newerSchema(path: String, found: Int, known: Int)
  case olderSchema(path: String, found: Int, known: Int)
  case cannotWrite(path: String, reason: String, StorageFault)
  case inUse(path: String, pid: String)
  case tooSlow(path: String, limit: Duration)
  /// Somebody has begun to write what could be read only as long as nobody does.
  case changed(path: String)

  /// What it comes down to.
  package var fault: StorageFault {
    switch self {
    case .cannotOpen(_, _, let fault), .cannotWrite(_, _, let fault): fault
    case .inUse: .locked
    case .missing, .unusableName, .severalNames, .notADatabase, .foreign, .newerSchema, .olderSchema, .tooSlow, .changed: .other
    }
  }

  /// Whether an agent that starts should try again: not where the file is somebody else's.
  package var mayPass: Bool {
    if case .cannotOpen(_, _, let fault) = self { fault.mayPass } else { false }
  }

  package var description: String {
    switch self {
    case .missing(let path):
      "there is no database \(path); start 'calcmon agent' to make one, or name another with --storage.path"
    case .unusableName(let name, let reason):
      "'\(name)' is no name of a database: \(reason); name a file with --storage.path"
    case .severalNames(let path, let count):
      "\(path) is one of \(count) names (hard links) of a file, and writing it by several of them damages it; copy the file, or remove the other names"
    case .cannotOpen(let path, let reason, .full):
      "cannot open the database \(path): \(reason); make room, or name another with --storage.path"
    case .cannotOpen(let path, let reason, .corrupt):
      "the database \(path) is damaged: \(reason); start 'calcmon agent' to have it set aside, or name another with --storage.path"
    case .cannotOpen(let path, let reason, _):
      "cannot open the database \(path): \(reason); check the path and its permissions, or name another with --storage.path"
    case .notADatabase(let path):
      "\(path) is not a SQLite database; it was left as it is, name another file with --storage.path"
    case .foreign(let path):
      "\(path) is a SQLite database of another program; it was left as it is, name another file with --storage.path"
    case .newerSchema(let path, let found, let known):
      "\(path) has schema \(found), and this calcmon knows up to \(known); use the newer calcmon that wrote it, or name another file with --storage.path"
    case .olderSchema(let path, let found, let known):
      "\(path) has schema \(found), and this calcmon writes \(known); start the 'calcmon agent' of this version, which brings it up to date, and try again"
    case .cannotWrite(let path, let reason, .locked):
      "cannot write to the database \(path): \(reason); try again"
    case .cannotWrite(let path, let reason, .full):
      "cannot write to the database \(path): \(reason); make room, and try again"
    case .cannotWrite(let path, let reason, .corrupt):
      "the database \(path) is damaged: \(reason); start 'calcmon agent' to have it set aside"
    case .cannotWrite(let path, let reason, _):
      "cannot write to the database \(path): \(reason); try it as the user that the agent runs as"
    case .inUse(let path, let pid):
      "\(path) is in use by another agent (pid \(pid)), which alone may write it; stop that one, or name another file with --storage.path"
    case .changed(let path):
      "the database \(path) was changed while it was read; try again"
    case .tooSlow(let path, let limit):
      "reading the database \(path) took longer than \(DurationText.text(limit / .seconds(1))); ask for less of it: a shorter window, or one mix"
    }
  }
}
