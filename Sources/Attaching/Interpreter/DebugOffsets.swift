/// Where CPython keeps what debuggers need, as its memory tells it (PEP 768): `_Py_DebugOffsets`, at the begin of `_PyRuntime`.
///
/// The words have another order in each version: those of a version that is not known are not looked at.
struct DebugOffsets: Equatable, Sendable {
  /// What it begins with: a mark, the version, and whether it was built without Python's lock.
  struct Head: Equatable, Sendable {
    static let length = 24
    private static let mark = Array("xdebugpy".utf8)

    let version: PythonVersion
    let isFreeThreaded: Bool

    /// `nil`: the bytes do not begin with the mark.
    init?(_ bytes: [UInt8]) {
      guard bytes.count >= Self.length, bytes.starts(with: Self.mark) else { return nil }
      let words = DebugOffsets.words(bytes)
      version = PythonVersion(words[1])
      isFreeThreaded = words[2] != 0
    }
  }

  /// Where the words are, by their numbers, which differ.
  private struct Layout {
    let nativeThread: Int
    let debugger: Int
  }

  /// By the second number of the version.
  private static let layouts = [14: Layout(nativeThread: 28, debugger: 89), 15: Layout(nativeThread: 31, debugger: 105)]
  /// Of debuggers' words.
  private static let debuggerWords = 6

  /// Of the runtime.
  let interpreters: UInt64
  /// Of an interpreter.
  let interpreterID: UInt64
  let nextInterpreter: UInt64
  let threads: UInt64
  let isDebuggingAllowed: UInt64
  /// Of a thread.
  let nextThread: UInt64
  let interpreter: UInt64
  let nativeThread: UInt64
  let evalBreaker: UInt64
  let pendingCall: UInt64
  let scriptPath: UInt64
  /// How many bytes there are for the path and the zero behind it.
  let scriptPathSize: Int

  /// How many bytes are to be read; `nil`: the version is not known.
  static func length(_ version: PythonVersion) -> Int? {
    guard version.major == 3, version.isFinal else { return nil }
    return layouts[version.minor].map { ($0.debugger + debuggerWords) * 8 }
  }

  /// Takes the bytes of a version apart.
  ///
  /// - Returns: `nil` if the version is not known, or a word leads out of what it belongs to.
  init?(_ bytes: [UInt8], version: PythonVersion) {
    guard let length = DebugOffsets.length(version), bytes.count >= length, let layout = DebugOffsets.layouts[version.minor]
    else {
      return nil
    }
    let words = DebugOffsets.words(bytes)
    let (runtime, state, thread) = (Owner(words[3]), Owner(words[6]), Owner(words[22]))
    let debugger = words[layout.debugger..<layout.debugger + DebugOffsets.debuggerWords].map { $0 }
    guard let interpreters = runtime?.offset(words[5]), let interpreterID = state?.offset(words[7]),
      let nextInterpreter = state?.offset(words[8]), let threads = state?.offset(words[9]),
      let isDebuggingAllowed = state?.offset(debugger[2], size: 4), let nextThread = thread?.offset(words[24]),
      let interpreter = thread?.offset(words[25]), let nativeThread = thread?.offset(words[layout.nativeThread]),
      let evalBreaker = thread?.offset(debugger[0]), let support = thread?.offset(debugger[1], size: 4),
      (64...4096).contains(debugger[5]), debugger[3] < 1 << 16, debugger[4] < 1 << 16,
      let pendingCall = thread?.offset(support + debugger[3], size: 4),
      let scriptPath = thread?.offset(support + debugger[4], size: debugger[5], alignment: 1)
    else { return nil }
    (self.interpreters, self.interpreterID, self.nextInterpreter, self.threads) = (
      interpreters, interpreterID, nextInterpreter, threads
    )
    (self.isDebuggingAllowed, self.nextThread, self.interpreter) = (isDebuggingAllowed, nextThread, interpreter)
    (self.nativeThread, self.evalBreaker, self.pendingCall) = (nativeThread, evalBreaker, pendingCall)
    (self.scriptPath, scriptPathSize) = (scriptPath, Int(debugger[5]))
  }

  /// A structure, by its size.
  private struct Owner {
    private let size: UInt64

    init?(_ size: UInt64) {
      guard (64...1 << 24).contains(size) else { return nil }
      self.size = size
    }

    /// The offset, if so many bytes lie within and begin where such a number may.
    func offset(_ offset: UInt64, size: UInt64 = 8, alignment: UInt64? = nil) -> UInt64? {
      offset < self.size && size <= self.size - offset && offset % (alignment ?? size) == 0 ? offset : nil
    }
  }

  private static func words(_ bytes: [UInt8]) -> [UInt64] {
    stride(from: 0, through: bytes.count - 8, by: 8).map { start in
      bytes[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
