/// What the name of a file tells of an interpreter in it.
package enum InterpreterName: Hashable, Sendable {
  /// CPython; `nil`: of which version, the name does not tell.
  case python(minor: Int?)
  /// An implementation of Python that is not CPython.
  case other(String)

  /// `python3.14`, `libpython3.14.so.1.0`, `pypy3`; `nil`: none of these.
  package init?(file: String) {
    let isLibrary = file.hasPrefix("lib")
    let name = isLibrary ? file.dropFirst(3) : file[...]
    if isLibrary, !file.contains(".so") { return nil }
    if let other = ["pypy", "graalpy"].first(where: name.hasPrefix) {
      self = .other(String(isLibrary ? Substring(other) : name))
      return
    }
    guard name.hasPrefix("python") else { return nil }
    let rest = name.dropFirst(6)
    let minor = rest.hasPrefix("3.") ? Int(rest.dropFirst(2).prefix { $0.isASCII && $0.isNumber }) : nil
    // `python-build`, `pythonw` and the like are none.
    guard rest.isEmpty || minor != nil || rest == "3" || (isLibrary && rest.hasPrefix("3")) else { return nil }
    self = .python(minor: minor)
  }
}
