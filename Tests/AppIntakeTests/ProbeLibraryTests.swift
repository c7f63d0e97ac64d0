import AppIntake
import CalcmonTesting
import Foundation
import Testing

@Suite struct ProbeLibraryTests {
  @Test func `The probe lies in a folder that is named by what is in it, for all to read and for none to change`() throws {
    let folder = try TemporaryDirectory()
    let path = try ProbeLibrary.layOut(below: folder.path)
    #expect(path == folder.file(ProbeLibrary.name))
    #expect(ProbeLibrary.isTrusted(path))
    #expect(try mode(path) == 0o755)
    let boot = "\(ProbeLibrary.pathFolder(in: path))/sitecustomize.py"
    #expect(try mode(boot) == 0o644)
    let written = try FileManager.default.attributesOfItem(atPath: boot)[.modificationDate] as? Date
    #expect(try ProbeLibrary.layOut(below: folder.path) == path)
    #expect(try FileManager.default.attributesOfItem(atPath: boot)[.modificationDate] as? Date == written)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [ProbeLibrary.name])
  }

  @Test func `A folder that others may have changed is not trusted`() throws {
    let folder = try TemporaryDirectory()
    let path = try ProbeLibrary.layOut(below: folder.path)
    let boot = "\(ProbeLibrary.pathFolder(in: path))/sitecustomize.py"
    for (file, bad, good) in [(boot, 0o664, 0o644), (path, 0o757, 0o755), (folder.path, 0o777, 0o700)]
      as [(String, mode_t, mode_t)]
    {
      chmod(file, bad)
      #expect(!ProbeLibrary.isTrusted(path), "\(file)")
      chmod(file, good)
      #expect(ProbeLibrary.isTrusted(path))
    }
    chmod(folder.path, 0o1777)
    #expect(ProbeLibrary.isTrusted(path), "others cannot rename what is not theirs")
    try FileManager.default.moveItem(atPath: boot, toPath: folder.file("elsewhere"))
    try FileManager.default.createSymbolicLink(atPath: boot, withDestinationPath: folder.file("elsewhere"))
    #expect(!ProbeLibrary.isTrusted(path))
  }

  @Test func `Where it cannot be written is told`() {
    #expect(throws: ProbeLibraryError.self) { try ProbeLibrary.layOut(below: "/proc") }
    #expect(!ProbeLibrary.isTrusted("/nonexistent"))
  }

  private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }
}
