import CalcmonTesting
import Foundation

/// What `<database>.state` says.
struct Mark: Decodable {
  let id: String
  let inode: UInt64
  let sequence: Int

  init(of directory: TemporaryDirectory) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: directory.file("calcmon.db.state")))
    self = try JSONDecoder().decode(Mark.self, from: data)
  }
}

extension TemporaryDirectory {
  /// Another one with the same files.
  func copy() throws -> TemporaryDirectory {
    let copy = try TemporaryDirectory()
    for name in try names() { try FileManager.default.copyItem(atPath: file(name), toPath: copy.file(name)) }
    return copy
  }

  /// Of its files.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}
