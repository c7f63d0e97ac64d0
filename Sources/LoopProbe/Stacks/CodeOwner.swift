/// Tells whose a function is, by tables.
package enum CodeOwner {
  /// Modules that come with Swift or are the ground that servers stand on.
  private static let modules: Set<String> = [
    "Swift", "_Concurrency", "Synchronization", "_StringProcessing", "Dispatch", "Glibc", "Musl", "Observation", "Distributed",
    "Runtime",
    "Logging", "Metrics", "Tracing", "ServiceLifecycle", "UnixSignals", "Atomics", "DequeModule", "Collections", "HTTPTypes",
    "AsyncHTTPClient",
    "Hummingbird", "HummingbirdCore", "Vapor", "AsyncKit", "RoutingKit", "ConsoleKit", "CalcmonWatch", "LoopProbe", "Testing",
  ]
  private static let families = ["NIO", "_NIO", "Foundation", "CNIO", "AsyncAlgorithms"]

  /// How names in C begin that a program contains if it is linked to Swift's libraries statically.
  private static let prefixes = [
    "swift", "_swift", "dispatch", "_dispatch", "CF", "_CF", "__CF", "CNIO", "c_nio", "_ZN5swift", "_ZNK5swift", "_ZNSt",
    "_ZNKSt", "_ZSt",
    "_ZN12_GLOBAL__N_1", "__cxa", "_Unwind", "_Block", "sqlite3", "start_thread", "clone",
  ]

  /// What the compiler makes for each type that is copied.
  private static let compilerMade: Set<String> = [
    "destroy", "initializeWithCopy", "initializeWithTake", "assignWithCopy", "assignWithTake", "initializeBufferWithCopyOfBuffer",
    "getEnumTag", "getEnumTagSinglePayload", "storeEnumTagSinglePayload", "destructiveProjectEnumData",
    "destructiveInjectEnumTag",
  ]

  /// Whether a function without a name in Swift is one that the compiler has made.
  package static func isCompilerMade(symbol: String) -> Bool { compilerMade.contains(symbol) }

  /// Whether a module of Swift is a library's.
  package static func isLibrary(module: String) -> Bool { modules.contains(module) || families.contains { module.hasPrefix($0) } }

  /// Whether a function of C is a library's.
  package static func isLibrary(symbol: String, isInProgram: Bool) -> Bool {
    !isInProgram || prefixes.contains { symbol.hasPrefix($0) }
  }
}
