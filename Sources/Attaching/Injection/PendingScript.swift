/// The place in which a thread of Python looks for a script that a debugger wants executed.
package struct PendingScript: Sendable {
  private let memory: any ProcessMemory
  private let offsets: DebugOffsets
  private let thread: UInt64
  /// The bit of the eval breaker (`_PY_EVAL_PLEASE_STOP_BIT`) that has the thread look.
  private static let look: UInt8 = 1 << 5

  package init(_ interpreter: Interpreter) {
    (memory, offsets, thread) = (interpreter.state.memory, interpreter.state.offsets, interpreter.thread)
  }

  /// The length of a path that has room.
  package var longestPath: Int { offsets.scriptPathSize - 1 }

  /// Whether there is one that the thread has not begun yet.
  package func isWaiting() throws(MemoryError) -> Bool { try memory.number(thread &+ offsets.pendingCall) != 0 }

  /// Puts one there: first the path, then that there is one, and then has the thread look.
  ///
  /// Of the eval breaker, which other threads and signals write to as well, one byte is written, in which no version is counted: so short is the moment
  /// in which a request of theirs could be overwritten, that of the lock is repeated, and that is how Python's own debuggers do it.
  package func put(_ path: String) throws(MemoryError) {
    try memory.write(Array(path.utf8) + [0], at: thread &+ offsets.scriptPath)
    try memory.write(1, at: thread &+ offsets.pendingCall)
    let breaker = thread &+ offsets.evalBreaker
    let bits = try memory.read(breaker, 1)
    try memory.write([bits[0] | PendingScript.look], at: breaker)
  }

  /// Takes it back.
  ///
  /// - Returns: `false` if the thread had begun it.
  package func withdraw() throws(MemoryError) -> Bool {
    let wasWaiting = try isWaiting()
    try memory.write(0, at: thread &+ offsets.pendingCall)
    return wasWaiting
  }
}
