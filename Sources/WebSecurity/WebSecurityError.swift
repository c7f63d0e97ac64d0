import Glibc

/// Why a web configuration cannot be used. It shows no secret.
package enum WebSecurityError: Error, Hashable, CustomStringConvertible {
  /// The configuration file itself: what its reader told.
  case configuration(String)
  /// A file that it names.
  case file(what: String, path: String, problem: String)
  /// The two do not belong together.
  case mismatch(certificateFile: String, keyFile: String)
  /// The library refuses a combination that each file allows on its own.
  case tls(String)
  /// TLS was switched on (`true`) or off while the agent ran.
  case needsRestart(Bool)
  /// The process ends.
  case ending

  package var description: String {
    switch self {
    case .configuration(let problems): problems
    case .file(let what, let path, let problem): "\(what) \(path) cannot be used: \(problem)"
    case .mismatch(let certificate, let key):
      "the key file \(key) is not the key of the first certificate in \(certificate); give the two that were made together"
    case .tls(let problem): "TLS cannot be set up: \(problem)"
    case .needsRestart(true): "TLS cannot be switched on while calcmon runs; restart it"
    case .needsRestart(false): "TLS cannot be switched off while calcmon runs; restart it"
    case .ending: "the threads that read files have ended"
    }
  }

  static func file(_ what: String, _ path: String, errno: Int32) -> WebSecurityError {
    let advice = errno == EACCES ? "; let the user that calcmon runs as read it" : ""
    return .file(what: what, path: path, problem: String(cString: strerror(errno)) + advice)
  }
}
