/// The runtime `asyncio`: a package for CPython that needs nothing but its standard library.
package enum AsyncioRuntime {
  /// A source of the package, embedded in the binary.
  package struct Source: Sendable {
    /// Where it is in the package, which begins the path; a traceback names it.
    package let path: String
    /// Its text.
    package let bytes: [UInt8]
  }

  /// What an interpreter is told to run: it reads `preamble` from its standard input, and then its order.
  package static var bootstrap: String { String(decoding: PackageResources.bootstrap_py, as: UTF8.self) }

  /// All sources, as `bootstrap` reads them.
  package static var preamble: [UInt8] {
    let sources = sources
    return sources.reduce(into: Array("\(sources.count)\n".utf8)) { preamble, source in
      preamble += Array("\(source.path) \(source.bytes.count)\n".utf8) + source.bytes
    }
  }

  /// The oldest version of CPython that it runs on: it needs `asyncio.TaskGroup` and `asyncio.timeout`.
  package static let oldestVersion = (major: 3, minor: 11)
}
