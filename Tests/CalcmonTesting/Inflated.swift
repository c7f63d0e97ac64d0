import CZlib

/// It is no gzip, or it was damaged.
package struct InflateFailure: Error {
  package let status: Int32
}

/// What zlib reads out of one member of gzip that ends where the bytes end, its checksum and length verified.
package func inflated(_ member: [UInt8]) throws -> [UInt8] {
  var input = member
  // The length stands at the end; a damaged one is no reason to take all memory.
  let length = member.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  var output = [UInt8](repeating: 0, count: min(length, 1 << 26) + 1)
  return try withUnsafeTemporaryAllocation(of: z_stream.self, capacity: 1) { place in
    place.initialize(repeating: z_stream())
    let stream = place.baseAddress
    var status = inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { inflateEnd(stream) }
    let (inputCount, outputCount) = (input.count, output.count)
    let left = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        place[0].next_in = input.baseAddress
        place[0].avail_in = UInt32(inputCount)
        place[0].next_out = output.baseAddress
        place[0].avail_out = UInt32(outputCount)
        status = inflate(stream, Z_FINISH)
        return (input: Int(place[0].avail_in), output: Int(place[0].avail_out))
      }
    }
    guard status == Z_STREAM_END, left.input == 0 else { throw InflateFailure(status: status) }
    return Array(output.dropLast(left.output))
  }
}
