import CalcmonTesting
import Foundation
import Sessions
import Testing

/// Programs are found as a shell finds them.
@Suite struct ProgramSearchTests {
  @Test func `The first on the path that can be executed`() throws {
    let folder = try TemporaryDirectory()
    for (name, mode) in [("a", 0o644), ("b", 0o755), ("c", 0o755)] {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
      try make(folder.file("\(name)/tool"), mode)
    }
    try FileManager.default.createDirectory(atPath: folder.file("d/tool"), withIntermediateDirectories: true)
    let path = ["/nonexistent", folder.file("d"), folder.file("a"), folder.file("b"), folder.file("c")].joined(separator: ":")
    #expect(try ProgramSearch.find("tool", path: path) == folder.file("b/tool"))
    #expect(try ProgramSearch.find(folder.file("c/tool"), path: path) == folder.file("c/tool"))
  }

  @Test func `What is not there, and what may not be executed, are told apart`() throws {
    let folder = try TemporaryDirectory()
    try make(folder.file("tool"), 0o644)
    let refused = #expect(throws: ProgramNotFound.self) { try ProgramSearch.find("tool", path: folder.path) }
    #expect(refused?.isThere == true)
    #expect(refused?.description == "cannot run 'tool': it is not executable")
    let missing = #expect(throws: ProgramNotFound.self) { try ProgramSearch.find("other", path: folder.path) }
    #expect(missing?.isThere == false)
    #expect(missing?.description == "cannot run 'other': there is no such program on the PATH")
    let absolute = #expect(throws: ProgramNotFound.self) { try ProgramSearch.find("/nonexistent/tool", path: folder.path) }
    #expect(absolute?.isThere == false)
    #expect(absolute?.description == "cannot run '/nonexistent/tool': there is no such file")
    #expect(throws: ProgramNotFound.self) { try ProgramSearch.find("", path: folder.path) }
  }

  private func make(_ path: String, _ mode: Int) throws {
    try "#!/bin/sh\n".write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }
}
