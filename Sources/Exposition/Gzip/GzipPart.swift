import CZlib

/// A piece of a gzip member that was compressed apart from the others, and can be joined with any of them.
///
/// A part knows nothing of those before it and ends at the border of a byte, as pigz writes its blocks. So a part whose bytes
/// have not changed need not be compressed again when others have. It costs what the window of deflate would have found in
/// earlier parts, and five bytes.
///
/// Sources: RFC 1951, RFC 1952, zlib's manual (`Z_SYNC_FLUSH`, `crc32_combine`).
package struct GzipPart: Sendable {
  private let deflated: [UInt8]
  private let checksum: UInt
  private let count: Int

  /// Compresses a piece of any length, 0 included.
  ///
  /// - Parameter level: from 0 (stored as it is) and 1 (fast) to 9 (small); what is outside is taken as the nearest.
  package init(compressing bytes: [UInt8], level: Int = 1) {
    count = bytes.count
    checksum = bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    let level = min(level, 9)
    deflated = (level > 0 ? GzipPart.deflate(bytes, level) : nil) ?? GzipPart.store(bytes)
  }

  /// One gzip member of all parts in this order; of none, the member of nothing.
  package static func joined(_ parts: [GzipPart]) -> [UInt8] {
    var member: [UInt8] = []
    member.reserveCapacity(parts.reduce(20) { $0 + $1.deflated.count })
    // No name, no time, no hint at the level, from Unix.
    member += [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
    var (checksum, count): (UInt, Int) = (0, 0)
    for part in parts {
      member += part.deflated
      checksum = crc32_combine(checksum, part.checksum, part.count)
      count += part.count
    }
    // The last block, empty.
    member += [3, 0]
    for value in [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: count)] {
      withUnsafeBytes(of: value.littleEndian) { member += $0 }
    }
    return member
  }

  /// `nil` where zlib has no memory, and of what its counters do not hold.
  private static func deflate(_ bytes: [UInt8], _ level: Int) -> [UInt8]? {
    // At worst nine bits a byte, and a few for the borders of blocks.
    let capacity = bytes.count + bytes.count / 8 + bytes.count / 64 + 64
    guard let room = UInt32(exactly: capacity) else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { output in
      let written = bytes.withUnsafeBufferPointer {
        calcmon_deflate_part($0.baseAddress, UInt32($0.count), output.baseAddress, room, Int32(level))
      }
      return written > 0 ? Array(output.prefix(written)) : nil
    }
  }

  /// Blocks without compression: right for any bytes, and needs no memory of zlib's.
  private static func store(_ bytes: [UInt8]) -> [UInt8] {
    var blocks: [UInt8] = []
    blocks.reserveCapacity(bytes.count + 5 * (bytes.count / 0xffff + 1))
    var rest = bytes[...]
    while !rest.isEmpty {
      let block = rest.prefix(0xffff)
      let length = UInt16(block.count)
      blocks.append(0)
      for value in [length, ~length] { withUnsafeBytes(of: value.littleEndian) { blocks += $0 } }
      blocks += block
      rest = rest.dropFirst(block.count)
    }
    return blocks
  }
}
