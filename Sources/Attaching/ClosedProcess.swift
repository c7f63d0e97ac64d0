/// Why nothing can be put into a process by the way that its interpreter offers.
package enum ClosedProcess: Error, Hashable, CustomStringConvertible {
  /// It is no Python.
  case notPython(program: String)
  /// It is a Python that does not offer it.
  case otherPython(name: String)
  /// It is older than 3.14.
  case old(version: String)
  /// It is a version whose memory is not known.
  case unknown(version: String)
  /// It was built without Python's lock, which the probe does not know.
  case freeThreaded(version: String)
  /// It was told not to.
  case switchedOff(version: String, how: String)
  /// The file of the interpreter does not tell where its state is.
  case noRuntime(file: String, reason: String)
  /// What is in its memory is not what that version has there.
  case foreign(file: String, reason: String)

  package var description: String {
    switch self {
    case .notPython(let program): "\(program) is not Python"
    case .otherPython(let name): "\(name) is not CPython"
    case .old(let version): "Python \(version) has no way in; CPython 3.14 and newer have"
    case .unknown(let version): "Python \(version) is not known to this calcmon, which knows 3.14 and 3.15"
    case .freeThreaded(let version): "Python \(version) was built without its lock (free-threaded), which the probe does not know"
    case .switchedOff(let version, let how): "Python \(version) runs with remote debugging switched off (\(how))"
    case .noRuntime(let file, let reason): "\(file) does not tell where the state of the interpreter is: \(reason)"
    case .foreign(let file, let reason): "the memory of \(file) is not that of an interpreter that is known: \(reason)"
    }
  }
}
