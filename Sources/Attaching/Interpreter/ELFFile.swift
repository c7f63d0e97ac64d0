/// A program or library in the format of Linux (ELF, 64 bits, little-endian): where its sections and segments are in memory.
///
/// Source: `man 5 elf`. The file may belong to others and hold anything.
package struct ELFFile: Equatable, Sendable {
  /// A part that is loaded into memory.
  package struct Segment: Equatable, Sendable {
    package let offset: UInt64
    package let address: UInt64

    package init(offset: UInt64, address: UInt64) {
      self.offset = offset
      self.address = address
    }
  }

  /// A part with a name.
  package struct Section: Equatable, Sendable {
    package let name: String
    package let address: UInt64
  }

  /// What is loaded into memory, in the order of the addresses.
  package let segments: [Segment]
  package let sections: [Section]

  /// More than any file has that is meant well.
  package static let mostHeaders = 65_536
  private static let longestNames = 1 << 22

  /// Takes it apart.
  ///
  /// - Parameter bytes: of the file, as many as were asked for; `nil` if it has not so many.
  package init(_ bytes: (_ offset: UInt64, _ count: Int) -> [UInt8]?) throws(ELFError) {
    guard let header = bytes(0, 64) else { throw .notELF }
    guard header.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else { throw .notELF }
    guard header[4] == 2, header[5] == 1 else { throw .otherMachine }
    let programs = Table(start: header.number(32, 8), entry: Int(header.number(54, 2)), count: Int(header.number(56, 2)))
    segments = try programs.entries(atLeast: 56, bytes)
      .filter { $0.number(0, 4) == 1 }
      .map { Segment(offset: $0.number(8, 8), address: $0.number(16, 8)) }
      .sorted { $0.address < $1.address }
    sections = try ELFFile.sections(header, bytes)
  }

  private static func sections(
    _ header: [UInt8], _ bytes: (UInt64, Int) -> [UInt8]?
  ) throws(ELFError) -> [Section] {
    let (start, entry) = (header.number(40, 8), Int(header.number(58, 2)))
    guard start > 0 else { throw .noSections }
    var (count, names) = (Int(header.number(60, 2)), Int(header.number(62, 2)))
    // What has no room in 16 bits stands in the first entry.
    if count == 0 || names == 0xffff {
      guard let first = try Table(start: start, entry: entry, count: 1).entries(atLeast: 64, bytes).first else { throw .broken }
      if count == 0 { count = Int(clamping: first.number(32, 8)) }
      if names == 0xffff { names = Int(first.number(40, 4)) }
    }
    let entries = try Table(start: start, entry: entry, count: count).entries(atLeast: 64, bytes)
    guard names < entries.count else { throw .noSections }
    let size = Int(clamping: entries[names].number(32, 8))
    guard size <= longestNames, let text = bytes(entries[names].number(24, 8), size) else { throw .broken }
    return entries.compactMap { entry in
      let name = Int(entry.number(0, 4))
      guard name < text.count else { return nil }
      return Section(
        name: String(decoding: text[name...].prefix { $0 != 0 }.prefix(256), as: UTF8.self), address: entry.number(16, 8))
    }
  }

  private struct Table {
    let start: UInt64
    let entry: Int
    let count: Int

    func entries(atLeast size: Int, _ bytes: (UInt64, Int) -> [UInt8]?) throws(ELFError) -> [[UInt8]] {
      guard count > 0 else { return [] }
      guard entry >= size, entry <= 256, count <= ELFFile.mostHeaders, let all = bytes(start, entry * count),
        all.count == entry * count
      else { throw .broken }
      return (0..<count).map { Array(all[$0 * entry..<($0 + 1) * entry]) }
    }
  }
}

/// Why a file is no program whose sections are known.
package enum ELFError: Error, Hashable, CustomStringConvertible {
  case unreadable
  case notELF
  case otherMachine
  case broken
  case noSections
  case noRuntime

  package var description: String {
    switch self {
    case .unreadable: "it cannot be read"
    case .notELF: "it is no program of Linux"
    case .otherMachine: "it is a program of another kind of machine than this one"
    case .broken: "its headers are broken"
    case .noSections: "it was stripped of its sections"
    case .noRuntime: "it has no section .PyRuntime"
    }
  }
}

extension [UInt8] {
  /// Little-endian; both must be within.
  fileprivate func number(_ offset: Int, _ count: Int) -> UInt64 {
    self[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
