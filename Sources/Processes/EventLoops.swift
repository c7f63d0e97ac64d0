import CLinux
import NIOCore
package import NIOPosix

/// Event loops. What the kernel does not give for one is an error that is thrown: NIO itself would end the process.
package enum EventLoops {
  /// The kernel's descriptors that one loop takes.
  package static let descriptorsEach = 3
  /// The same for what listens to signals and keeps time beside the loops.
  private static let descriptorsBeside = 6

  /// Descriptors that `shared` takes.
  package static var descriptorsOfShared: Int {
    descriptorsEach * NIOSingletons.groupLoopCountSuggestion + descriptorsBeside
  }

  /// Makes sure that this process can have an event loop, hear signals, keep time and do more than one thing at all. To be called before there are
  /// tasks: without this, the library that executes them would end the process, or wait for ever.
  package static func check() throws(ResourceError) {
    try tryOut(loops: 1)
    try check(calcmon_try_signals(), .signals)
    try tryOut(threads: 0)
  }

  /// The loops that all parts share, and the threads of the pool beside them; they last as long as the process.
  package static func shared() throws(ResourceError) -> MultiThreadedEventLoopGroup {
    let (loops, threads) = (NIOSingletons.groupLoopCountSuggestion, NIOSingletons.blockingPoolThreadCountSuggestion)
    try tryOut(loops: loops)
    try tryOut(threads: loops + threads)
    _ = NIOThreadPool.singleton
    return .singleton
  }

  /// A loop of its own. To be shut down.
  package static func one() throws(ResourceError) -> MultiThreadedEventLoopGroup {
    try tryOut(loops: 1)
    try tryOut(threads: 1)
    return MultiThreadedEventLoopGroup(numberOfThreads: 1)
  }

  /// Makes so many threads at once, and lets go of them: for a library that ends the process if it gets none. Tasks, which may begin to want
  /// some at that moment, have theirs beside them.
  package static func tryOut(threads: Int) throws(ResourceError) {
    let forTasks = NIOSingletons.groupLoopCountSuggestion + 2
    try check(calcmon_try_threads(Int32(clamping: threads + forTasks)), .thread)
  }

  private static func tryOut(loops: Int) throws(ResourceError) {
    try check(calcmon_try_event_loops(Int32(clamping: loops)), .eventLoop)
  }

  private static func check(_ failure: calcmon_failure, _ thing: ResourceError.Thing) throws(ResourceError) {
    if let call = failure.call { throw ResourceError(thing, call: String(cString: call), errno: failure.error) }
  }
}
