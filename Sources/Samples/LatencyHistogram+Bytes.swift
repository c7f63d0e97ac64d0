/// The compact form in which histograms are stored: for each bucket, ascending, its distance to the one before in microseconds (the first: to
/// 0) and its count, both as unsigned LEB128. Two to three bytes a bucket; nothing is rounded.
///
/// Source: LEB128 as in the DWARF 5 standard, section 7.6.
extension LatencyHistogram {
  /// The histogram as bytes.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(buckets.count * 3)
    var last: UInt64 = 0
    for bucket in buckets {
      append(bucket.upperMicroseconds - last, to: &bytes)
      append(bucket.count, to: &bytes)
      last = bucket.upperMicroseconds
    }
    return bytes
  }

  /// `nil` where the bytes are no such list, or hold more than can be: a damaged database must not stop a report.
  package init?(bytes: [UInt8]) {
    var reader = LEB128Reader(bytes)
    var buckets: [Bucket] = []
    buckets.reserveCapacity(bytes.count / 2)
    var last: UInt64 = 0
    while !reader.isAtEnd {
      guard let distance = reader.next(), let count = reader.next() else { return nil }
      let (upper, overflow) = last.addingReportingOverflow(distance)
      guard !overflow else { return nil }
      buckets.append(Bucket(upperMicroseconds: upper, count: count))
      last = upper
    }
    self.init(ascending: buckets)
  }
}

private func append(_ value: UInt64, to bytes: inout [UInt8]) {
  var rest = value
  while rest >= 0x80 {
    bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
    rest >>= 7
  }
  bytes.append(UInt8(rest))
}

private struct LEB128Reader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  /// `nil` at the end, and of what does not fit into 64 bits.
  mutating func next() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard shift < 63 || (shift == 63 && byte <= 1) else { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    return nil
  }
}
