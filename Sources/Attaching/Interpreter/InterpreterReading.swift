/// Reads an interpreter whose place in memory is known, and refuses what is not known.
struct InterpreterReading {
  private let memory: any ProcessMemory
  private let file: String
  private let runtime: UInt64

  /// - Parameter runtime: the address of the section `.PyRuntime`.
  init(_ memory: any ProcessMemory, file: String, runtime: UInt64) {
    (self.memory, self.file, self.runtime) = (memory, file, runtime)
  }

  /// - Parameter nativeThread: the main thread, as the process itself numbers it.
  func interpreter(_ nativeThread: Int32) throws(Interpreter.FindFailure) -> Interpreter {
    let head = try head()
    let version = head.version.description
    guard let length = DebugOffsets.length(head.version) else { throw .closed(.unknown(version: version)) }
    guard !head.isFreeThreaded else { throw .closed(.freeThreaded(version: version)) }
    guard
      let offsets = DebugOffsets(
        try reading { () throws(MemoryError) in try memory.read(runtime, length) }, version: head.version)
    else { throw .closed(.foreign(file: file, reason: "its table for debuggers is not that of \(version)")) }
    return try interpreter(nativeThread, version, offsets)
  }

  private func head() throws(Interpreter.FindFailure) -> DebugOffsets.Head {
    let bytes = try reading { () throws(MemoryError) in try memory.read(runtime, DebugOffsets.Head.length) }
    guard let head = DebugOffsets.Head(bytes) else {
      throw .closed(.foreign(file: file, reason: "its table for debuggers lacks its mark"))
    }
    if head.version.major == 3, head.version.minor < 14 { throw .closed(.old(version: head.version.description)) }
    return head
  }

  private func interpreter(
    _ nativeThread: Int32, _ version: String, _ offsets: DebugOffsets
  ) throws(Interpreter.FindFailure) -> Interpreter {
    let first = try reading { () throws(MemoryError) in
      try InterpreterState.first(memory, runtime: runtime, offsets)
    }
    guard let first else { throw .notReady }
    guard try reading({ () throws(MemoryError) in try first.isDebuggingAllowed() }) else {
      throw .closed(.switchedOff(version: version, how: ""))
    }
    guard let thread = try reading({ () throws(MemoryError) in try first.thread(nativeThread) }) else { throw .noThread }
    return Interpreter(version: version, file: file, state: first, thread: thread)
  }

  private func reading<Value>(_ body: () throws(MemoryError) -> Value) throws(Interpreter.FindFailure) -> Value {
    do throws(MemoryError) {
      return try body()
    } catch {
      throw .memory(error)
    }
  }
}
