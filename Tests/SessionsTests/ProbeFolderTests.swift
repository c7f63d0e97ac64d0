import CalcmonTesting
import Foundation
import Sessions
import Testing

/// The folder that a program imports the probe from: what another user could write there would run in the program.
@Suite struct ProbeFolderTests {
  @Test func `All can read it, its owner alone can write, and its name cannot be guessed`() throws {
    let parent = try TemporaryDirectory()
    let folder = try ProbeFolder(in: [parent.path])
    defer { folder.remove() }
    #expect(try mode(folder.path) == 0o711)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    #expect(paths.contains("boot/sitecustomize.py") && paths.contains("lib/calcmon_probe/hooks.py"))
    for path in paths {
      var status = stat()
      #expect(lstat("\(folder.path)/\(path)", &status) == 0)
      #expect(status.st_uid == geteuid())
      #expect(status.st_mode & 0o777 == (status.st_mode & S_IFMT == S_IFDIR ? 0o755 : 0o644), "\(path)")
    }
    let other = try ProbeFolder(in: [parent.path])
    #expect(other.path != folder.path)
    other.remove()
    #expect(folder.path.utf8.count + "/apps.sock".utf8.count <= 107)
  }

  @Test func `The first folder of PYTHONPATH holds nothing that could be imported by another name`() throws {
    let parent = try TemporaryDirectory()
    let folder = try ProbeFolder(in: [parent.path])
    defer { folder.remove() }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.pathFolder).sorted() == ["sitecustomize.py", "usercustomize.py"])
  }

  @Test func `A folder in which others may rename it is passed over; one that keeps them off by its sticky bit is not`() throws {
    let (open, sticky) = (try TemporaryDirectory(), try TemporaryDirectory())
    chmod(open.path, 0o777)
    chmod(sticky.path, 0o1777)
    let folder = try ProbeFolder(in: [open.path, sticky.path])
    defer { folder.remove() }
    #expect(folder.path.hasPrefix(sticky.path))
    #expect(throws: ProbeFolderError.self) { try ProbeFolder(in: [open.path]) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: open.path) == [])
  }

  @Test func `What is no absolute path, too long for a socket, or not there is passed over`() throws {
    let parent = try TemporaryDirectory()
    let long = parent.file(String(repeating: "x", count: 100))
    try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: false)
    let folder = try ProbeFolder(in: ["relative", "", "/nonexistent", long, "/dev/null", parent.path])
    defer { folder.remove() }
    #expect(folder.path.hasPrefix("\(parent.path)/calcmon-exec-"))
    let error = #expect(throws: ProbeFolderError.self) { try ProbeFolder(in: ["/nonexistent"]) }
    #expect(
      error?.description == "cannot write the probe to /nonexistent: none of these is a folder in which others leave it alone")
  }

  @Test func `To remove it takes what is in it, and follows no link`() throws {
    let parent = try TemporaryDirectory()
    let kept = parent.file("kept")
    try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: false)
    try "mine".write(toFile: "\(kept)/file", atomically: true, encoding: .utf8)
    let folder = try ProbeFolder(in: [parent.path])
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: kept)
    try FileManager.default.createDirectory(atPath: "\(folder.path)/lib/__pycache__", withIntermediateDirectories: false)
    folder.remove()
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == ["kept"])
    #expect(try String(contentsOfFile: "\(kept)/file", encoding: .utf8) == "mine")
    folder.remove()
  }

  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    guard stat(path, &status) == 0 else { throw Tool.Failure(description: path) }
    return status.st_mode & 0o7777
  }
}
