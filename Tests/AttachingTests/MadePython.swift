import Procfs
import Synchronization

import Attaching

/// Memory as an interpreter has it: a runtime, a second interpreter before the first, and two threads, of which the main one is the second.
final class MadePython: ProcessMemory {
  static let runtime: UInt64 = 0x7000
  static let (first, second): (UInt64, UInt64) = (0x10_0000, 0x20_0000)
  static let (worker, main): (UInt64, UInt64) = (0x30_0000, 0x40_0000)
  static let pid: Int32 = 4711

  let version: UInt64
  private let state: Mutex<(bytes: [UInt64: UInt8], writes: [UInt64])>

  /// - Parameter version: as `PY_VERSION_HEX`.
  init(version: UInt64 = 0x030E_0AF0) {
    self.version = version
    state = Mutex(([:], []))
    let is15 = version >> 16 == 0x030F
    var words = [UInt64](repeating: 0, count: 128)
    words[0] = 0x7970_6775_6265_6478
    words[1] = version
    (words[3], words[5]) = (0x5000, 808)
    (words[6], words[7], words[8], words[9]) = (0x8000, 72, 64, 80)
    (words[22], words[24], words[25]) = (2000, 8, 16)
    words[is15 ? 31 : 28] = 160
    let debugger = is15 ? 105 : 89
    words.replaceSubrange(debugger..<debugger + 6, with: [24, 304, 8076, 0, 4, 512])
    for (index, word) in words.enumerated() { set(MadePython.runtime + UInt64(index) * 8, word) }
    set(MadePython.runtime + 808, MadePython.second)
    state(of: MadePython.second, id: 1, next: MadePython.first, thread: 0)
    state(of: MadePython.first, id: 0, next: 0, thread: MadePython.worker)
    thread(MadePython.worker, next: MadePython.main, native: MadePython.pid + 1)
    thread(MadePython.main, next: 0, native: MadePython.pid)
  }

  /// Where the parts of a thread are.
  static let (pending, path, breaker): (UInt64, UInt64, UInt64) = (main + 304, main + 308, main + 24)

  private func state(of address: UInt64, id: UInt64, next: UInt64, thread: UInt64) {
    set(address + 72, id)
    set(address + 64, next)
    set(address + 80, thread)
    set(address + 8076, 1, 4)
  }

  private func thread(_ address: UInt64, next: UInt64, native: Int32) {
    set(address + 8, next)
    set(address + 16, MadePython.first)
    set(address + 160, UInt64(native))
    set(address + 24, 0x0700)
    set(address + 304, 0, 4)
    for offset in 0..<64 { set(address + 308 + UInt64(offset) * 8, 0) }
  }

  /// Changes memory, as the process itself.
  func set(_ address: UInt64, _ number: UInt64, _ count: Int = 8) {
    state.withLock { state in
      for (index, byte) in little(number, count).enumerated() { state.bytes[address + UInt64(index)] = byte }
    }
  }

  /// A word of the table.
  func setWord(_ index: Int, _ number: UInt64) { set(MadePython.runtime + UInt64(index) * 8, number) }

  /// Where was written, in order.
  var writes: [UInt64] { state.withLock { $0.writes } }

  func read(_ address: UInt64, _ count: Int) throws(MemoryError) -> [UInt8] {
    let found = state.withLock { state in (0..<UInt64(count)).compactMap { state.bytes[address &+ $0] } }
    guard found.count == count else { throw .absent(address: address) }
    return found
  }

  func write(_ bytes: [UInt8], at address: UInt64) throws(MemoryError) {
    state.withLock { state in
      state.writes.append(address)
      for (index, byte) in bytes.enumerated() { state.bytes[address + UInt64(index)] = byte }
    }
  }

  /// The file of the interpreter, mapped where the memory is.
  static func image(_ path: String = "/usr/bin/python3.14") throws -> InterpreterImage? {
    let maps = try ProcessMaps(
      parsing: "400000-401000 r--p 00000000 fe:00 5 \(path)\n7000-9000 rw-p 00001000 fe:00 5 \(path)\n", path: "maps")
    return InterpreterImage.all(in: maps, program: path).first
  }

  /// Where the image says that the runtime is.
  static let file = MadeELF(segment: (0x1000, 0x401000), sections: [(".PyRuntime", 0x401000)])

  func find(_ image: InterpreterImage?, file: [UInt8]? = file.bytes) throws(Interpreter.FindFailure) -> Interpreter {
    try Interpreter.find(in: self, [image].compactMap { $0 }, nativeThread: MadePython.pid, pageSize: 4096) { _ in
      file.map(reader)
    }
  }
}
