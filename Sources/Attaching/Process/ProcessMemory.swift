/// The memory of another process, by its addresses.
package protocol ProcessMemory: Sendable {
  /// Exactly so many bytes.
  func read(_ address: UInt64, _ count: Int) throws(MemoryError) -> [UInt8]
  /// Writes all of them.
  func write(_ bytes: [UInt8], at address: UInt64) throws(MemoryError)
}

/// Why memory could not be read or written.
package enum MemoryError: Error, Hashable, CustomStringConvertible {
  /// The process has ended, or has become another program.
  case gone
  /// There is nothing there.
  case absent(address: UInt64)

  package var description: String {
    switch self {
    case .gone: "its memory is gone"
    case .absent(let address): "it has no memory at 0x\(String(address, radix: 16))"
    }
  }
}

extension ProcessMemory {
  /// Eight bytes.
  func word(_ address: UInt64) throws(MemoryError) -> UInt64 {
    try read(address, 8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Four bytes.
  func number(_ address: UInt64) throws(MemoryError) -> Int32 {
    Int32(truncatingIfNeeded: try read(address, 4).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// Writes four bytes.
  func write(_ number: Int32, at address: UInt64) throws(MemoryError) {
    try write((0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }, at: address)
  }
}
