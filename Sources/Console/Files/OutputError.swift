import Glibc

/// Why a result is not where it was to go. Each is one line that names the file, or the stream.
package enum OutputError: Error, Hashable, CustomStringConvertible {
  /// A file that must not be replaced.
  case isThere(String)
  /// With the reason, as the system words it.
  case cannotWrite(String, reason: String)
  /// Ctrl-C or SIGTERM came; nothing is left behind.
  case interrupted

  /// The system's reason in words.
  static func cannotWrite(_ name: String, errno code: Int32) -> OutputError {
    .cannotWrite(name, reason: String(cString: strerror(code)))
  }

  package var description: String {
    switch self {
    case .isThere(let path): "\(path) is there already; name another file, or give --force to replace it"
    case .cannotWrite(let name, let reason): "cannot write to \(name): \(reason)"
    case .interrupted: "interrupted"
    }
  }
}
