/// Why a kernel file gave no value.
package enum ProcError: Error, Hashable, CustomStringConvertible {
  /// The process it belongs to has ended (ENOENT or ESRCH, also between listing and reading).
  case gone(path: String)
  /// This kernel or this user does not get it; a different thing from a failure.
  case unavailable(path: String, errno: Int32)
  /// It could be read, and does not say what its documentation says.
  case malformed(path: String, reason: String)
  /// It tells of others: the pids in it are not those by which this process knows its children.
  case foreign(path: String, reason: String)

  /// One line that names the file.
  package var description: String {
    switch self {
    case .gone(let path): "\(path): no such file or process"
    case .unavailable(let path, let errno): "\(path): \(errorText(errno))"
    case .malformed(let path, let reason), .foreign(let path, let reason): "\(path): \(reason)"
    }
  }
}
