/// The runtime `asyncio`: a script for CPython that needs nothing but its standard library.
package enum AsyncioRuntime {
  /// The source of the script, embedded in the binary.
  package static var script: [UInt8] { PackageResources.asyncio_runtime_py }

  /// The oldest version of CPython that it runs on: it needs `asyncio.TaskGroup` and `asyncio.timeout`.
  package static let oldestVersion = (major: 3, minor: 11)
}
