/// A record that the kernel writes to the ring of traced events.
///
/// Source: `man 2 perf_event_open`, `struct perf_event_header`.
package enum PerfRecord: Hashable, Sendable {
  /// An event was passed.
  case sample(event: UInt64, thread: Int32, at: Int64)
  /// So many records had no room.
  case lost(Int)
  /// Something else, or what is no record: then all behind it is unreadable.
  case other
  case damaged

  private enum Kind {
    static let lost: UInt32 = 2
    static let sample: UInt32 = 9
  }

  private static let header = 8

  /// Takes bytes apart: records behind each other.
  package static func parse(_ bytes: UnsafeRawBufferPointer) -> [PerfRecord] {
    var records: [PerfRecord] = []
    records.reserveCapacity(bytes.count / 32)
    var place = 0
    while place < bytes.count {
      guard bytes.count - place >= header else { return records + [.damaged] }
      let length = Int(bytes.loadUnaligned(fromByteOffset: place + 6, as: UInt16.self))
      guard length >= header, length <= bytes.count - place else { return records + [.damaged] }
      let kind = bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
      records.append(record(kind, UnsafeRawBufferPointer(rebasing: bytes[place + header..<place + length])))
      place += length
    }
    return records
  }

  private static func record(_ kind: UInt32, _ body: UnsafeRawBufferPointer) -> PerfRecord {
    switch kind {
    case Kind.sample where body.count >= 24:
      .sample(
        event: body.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
        thread: body.loadUnaligned(fromByteOffset: 12, as: Int32.self),
        at: Int64(clamping: body.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
    case Kind.lost where body.count >= 16: .lost(Int(clamping: body.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    case Kind.sample, Kind.lost: .damaged
    default: .other
    }
  }
}
