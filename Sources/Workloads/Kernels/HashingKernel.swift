import Synchronization

/// FNV-1a of 64 bits over a cyclic block of 4 KiB. It has no closed form: the result for a count of operations is found once and kept.
///
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm" (RFC 9923).
enum HashingKernel {
  private static let block = (0..<4096 as Range<UInt64>).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
  private static let known = Mutex<[UInt64: UInt64]>([:])

  @inline(never)
  static func compute(operations: UInt64) -> UInt64 {
    block.withUnsafeBufferPointer { block in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for index in 0..<operations {
        hash = (hash ^ UInt64(block[Int(truncatingIfNeeded: index & 4095)])) &* 0x100_0000_01b3
      }
      return hash
    }
  }

  static func expected(operations: UInt64) -> UInt64 {
    known.withLock { known in
      if let result = known[operations] { return result }
      let result = compute(operations: operations)
      known[operations] = result
      return result
    }
  }
}
