/// A program with one segment that is loaded, and named sections.
struct MadeELF {
  var segment: (offset: UInt64, address: UInt64) = (0x1000, 0x401000)
  var sections: [(name: String, address: UInt64)] = [(".text", 0x401000), (".PyRuntime", 0x401200)]

  var bytes: [UInt8] {
    let names: [UInt8] = [0] + sections.flatMap { section -> [UInt8] in Array(section.name.utf8) + [0] }
    let start = 64 + 56
    let table = start + names.count
    var out: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
    out += little(2, 2) + little(62, 2) + little(1, 4) + little(0, 8) + little(64, 8) + little(UInt64(table), 8) + little(0, 4)
    out += little(64, 2) + little(56, 2) + little(1, 2) + little(64, 2) + little(UInt64(sections.count + 1), 2)
    out += little(UInt64(sections.count), 2)
    out += little(1, 4) + little(6, 4) + little(segment.offset, 8) + little(segment.address, 8) + [UInt8](repeating: 0, count: 32)
    out += names
    var name: UInt64 = 1
    for section in sections {
      out += little(name, 4) + little(1, 4) + little(0, 8) + little(section.address, 8) + [UInt8](repeating: 0, count: 40)
      name += UInt64(section.name.utf8.count) + 1
    }
    return out + little(0, 4) + little(3, 4) + little(0, 16) + little(UInt64(start), 8) + little(UInt64(names.count), 8)
      + [UInt8](repeating: 0, count: 24)
  }
}

/// Little-endian.
func little(_ number: UInt64, _ count: Int) -> [UInt8] {
  (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> ($0 * 8)) : 0 }
}

/// Reads parts of bytes as of a file.
func reader(_ bytes: [UInt8]) -> (UInt64, Int) -> [UInt8]? {
  { offset, count in
    guard let start = Int(exactly: offset), count >= 0, start <= bytes.count, count <= bytes.count - start else { return nil }
    return Array(bytes[start..<start + count])
  }
}
