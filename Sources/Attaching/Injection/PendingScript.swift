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

  /// How many bytes a path may have.
  package var longestPath: Int { offsets.scriptPathSize - 1 }

  /// Whether there is one that the thread has not begun yet.
  package func isWaiting() throws(MemoryError) -> Bool { try memory.number(thread &+ offsets.pendingCall) != 0 }

  /// Puts one there: first the path, then that there is one, and then has the thread look.
  ///
  /// Of the eval breaker, to which other threads and signals write as well, only the lowest byte is written, which holds requests alone. A request that
  /// comes between the reading and the writing of that byte is lost, as it is with Python's own debuggers: that is a matter of microseconds, and a thread
  /// that wants Python's lock asks again by itself.
  ///
  /// - Parameter path: not longer than there is room.
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
