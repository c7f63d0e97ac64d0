/// How the workers of `hybrid` come to be, in the runtime `asyncio`. The raw value is the word in flags and in the configuration.
package enum WorkerKind: String, CaseIterable, Codable, Sendable {
  /// Processes that are forked from the one that runs the loop: they begin with all that it has imported.
  case fork
  /// Processes that begin with a fresh interpreter and import what they need.
  case spawn
  /// Processes that are forked from a server that has no threads.
  case forkserver
  /// Interpreters of their own in threads of the same process, from CPython 3.14 on.
  case interpreters
}
