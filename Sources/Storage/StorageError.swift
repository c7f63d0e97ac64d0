/// Why a database cannot be used. Each is one line that names the file and what to do.
package enum StorageError: Error, Equatable, CustomStringConvertible {
  case missing(path: String)
  case cannotOpen(path: String, reason: String)
  case notADatabase(path: String)
  case foreign(path: String)
  case newerSchema(path: String, found: Int, known: Int)
  case inUse(path: String, pid: String)

  package var description: String {
    switch self {
    case .missing(let path):
      "there is no database \(path); start 'calcmon agent' to make one, or name another with --storage.path"
    case .cannotOpen(let path, let reason):
      "cannot open the database \(path): \(reason); check the path and its permissions, or name another with --storage.path"
    case .notADatabase(let path):
      "\(path) is not a SQLite database; it was left as it is, name another file with --storage.path"
    case .foreign(let path):
      "\(path) is a SQLite database of another program; it was left as it is, name another file with --storage.path"
    case .newerSchema(let path, let found, let known):
      "\(path) has schema \(found), and this calcmon knows up to \(known); use the newer calcmon that wrote it, or name another file with --storage.path"
    case .inUse(let path, let pid):
      "\(path) is in use by another agent (pid \(pid)); stop that one, or name another file with --storage.path"
    }
  }
}
