/// The state of an interpreter in the memory of a process.
package struct InterpreterState: Sendable {
  let memory: any ProcessMemory
  let offsets: DebugOffsets
  /// Of the first interpreter, in which the program runs.
  package let address: UInt64

  /// The number of interpreters and threads that are looked through.
  private static let mostSteps = 8192

  /// Finds that of the first interpreter; others may have been made by the program.
  ///
  /// - Returns: `nil` if there is none: Python has not begun yet, or has ended.
  static func first(_ memory: any ProcessMemory, runtime: UInt64, _ offsets: DebugOffsets) throws(MemoryError)
    -> InterpreterState?
  {
    var address = try memory.word(runtime &+ offsets.interpreters)
    for _ in 0..<mostSteps where isPointer(address) {
      if try memory.word(address &+ offsets.interpreterID) == 0 {
        return InterpreterState(memory: memory, offsets: offsets, address: address)
      }
      address = try memory.word(address &+ offsets.nextInterpreter)
    }
    return nil
  }

  /// Whether debuggers may have something executed.
  func isDebuggingAllowed() throws(MemoryError) -> Bool { try memory.number(address &+ offsets.isDebuggingAllowed) == 1 }

  /// The state of a thread; `nil`: Python does not know it.
  ///
  /// - Parameter native: as the process itself numbers it.
  func thread(_ native: Int32) throws(MemoryError) -> UInt64? {
    var thread = try memory.word(address &+ offsets.threads)
    for _ in 0..<InterpreterState.mostSteps where InterpreterState.isPointer(thread) {
      let isIts = try memory.word(thread &+ offsets.interpreter) == address
      if isIts, try memory.word(thread &+ offsets.nativeThread) == UInt64(native) { return thread }
      thread = try memory.word(thread &+ offsets.nextThread)
    }
    return nil
  }

  private static func isPointer(_ address: UInt64) -> Bool { address != 0 && address % 8 == 0 }
}
