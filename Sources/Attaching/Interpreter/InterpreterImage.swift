package import Procfs

/// A file that a process has mapped, and that may hold an interpreter.
package struct InterpreterImage: Equatable, Sendable {
  /// As the reader sees it.
  package let path: String
  /// `nil`: its name tells nothing of an interpreter, but it is the program.
  package let name: InterpreterName?
  /// Its parts in memory, in the order of their addresses.
  package let regions: [ProcessMaps.Region]

  /// The name of the file.
  package var file: String { TargetProcess.file(path) }

  /// Those of a process, the likeliest first: a program may be a small one beside the library that it is made of.
  ///
  /// - Parameter program: where its link `exe` leads.
  package static func all(in maps: ProcessMaps, program: String?) -> [InterpreterImage] {
    let program = program.map { $0.hasSuffix(" (deleted)") ? String($0.dropLast(10)) : $0 }
    var images: [InterpreterImage] = []
    for region in maps.regions where region.inode != 0 && !images.contains(where: { $0.path == region.path }) {
      let name = InterpreterName(file: TargetProcess.file(region.path))
      guard name != nil || region.path == program else { continue }
      images.append(
        InterpreterImage(path: region.path, name: name, regions: maps.regions.filter { $0.path == region.path && $0.inode != 0 }))
    }
    return images.filter { $0.file.hasPrefix("lib") } + images.filter { !$0.file.hasPrefix("lib") }
  }

  /// How far it lies in memory from where its file says; `nil` if its segments are not those that are mapped.
  func displacement(_ file: ELFFile, pageSize: UInt64) -> UInt64? {
    let mask = ~(pageSize - 1)
    for segment in file.segments {
      if let region = regions.first(where: { $0.offset == segment.offset & mask }) {
        return region.start &- segment.address & mask
      }
    }
    return nil
  }

  /// Where a section is in the memory of the process.
  func address(of section: String, _ file: ELFFile, pageSize: UInt64) throws(ELFError) -> UInt64 {
    guard let found = file.sections.first(where: { $0.name == section && $0.address != 0 }) else { throw .noRuntime }
    guard let displacement = displacement(file, pageSize: pageSize) else { throw .broken }
    let address = found.address &+ displacement
    guard regions.contains(where: { ($0.start..<$0.end).contains(address) }) else { throw .broken }
    return address
  }
}
