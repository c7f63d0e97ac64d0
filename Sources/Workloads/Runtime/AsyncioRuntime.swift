/// The runtime `asyncio`: two modules for CPython that need nothing but its standard library.
package enum AsyncioRuntime {
  /// The sources, embedded in the binary, in the order in which they are imported; the last has a function `main`.
  package static var modules: [(name: String, source: [UInt8])] {
    [("loop_probe", PackageResources.loop_probe_py), ("asyncio_runtime", PackageResources.asyncio_runtime_py)]
  }

  /// The oldest version of CPython that it runs on: it needs `asyncio.TaskGroup` and `asyncio.timeout`.
  package static let oldestVersion = (major: 3, minor: 11)
}
