import Glibc

/// Why there can be no socket for applications.
package enum AppSocketError: Error, Hashable, CustomStringConvertible {
  /// The kernel takes no path of that length.
  case tooLong(path: String)
  /// A relative path would lead somewhere else for each application.
  case relative(path: String)
  /// Something else has that name.
  case notASocket(path: String)
  /// Another agent listens to it.
  case inUse(path: String)
  /// There is no such group of users.
  case noGroup(String)
  case failed(path: String, call: String, errno: Int32)

  /// What to do about it, in one line.
  package var description: String {
    switch self {
    case .tooLong(let path):
      "the path of a socket has at most \(AppSocket.longestPath) bytes, and '\(path)' has \(path.utf8.count)"
    case .relative(let path): "'\(path)' is not the path of a socket: it must begin with /"
    case .notASocket(let path): "'\(path)' is there already, and is no socket; name another path, or remove it"
    case .inUse(let path): "another process listens at '\(path)' already"
    case .noGroup(let name): "there is no group '\(name)' that the socket for applications could be given to"
    case .failed(let path, let call, let code): "cannot listen at '\(path)': \(String(cString: strerror(code))) (\(call))"
    }
  }
}
