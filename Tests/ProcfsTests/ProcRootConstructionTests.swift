import CalcmonTesting
import Procfs
import Testing

@Suite struct ProcRootConstructionTests {
  @Test func `an empty folder is refused with a message that names it and says what is missing`() throws {
    let tree = try TemporaryTree()
    defer { tree.remove() }
    let error = #expect(throws: ProcError.self) { try ProcRoot(procfs: tree.path) }
    #expect(
      error?.description
        == "\(tree.path): not a procfs: it has no readable file 'stat'; name the mount point of a procfs, such as /proc")
  }

  @Test func `a folder that does not exist is refused with its name`() throws {
    let error = #expect(throws: ProcError.self) { try ProcRoot(procfs: "/nonexistent/proc") }
    #expect(error?.description.hasPrefix("/nonexistent/proc: not a procfs") == true)
  }

  @Test func `a folder whose stat is a folder is refused`() throws {
    let tree = try TemporaryTree(["stat/": ""])
    defer { tree.remove() }
    let error = #expect(throws: ProcError.self) { try ProcRoot(procfs: tree.path) }
    #expect(
      error?.description
        == "\(tree.path): not a procfs: its file 'stat' cannot be read (Is a directory); name the mount point of a procfs, such as /proc"
    )
  }

  @Test func `one that is restricted to processes is taken`() throws {
    let tree = try TemporaryTree(["self/stat": ""])
    defer { tree.remove() }
    #expect(try ProcRoot(procfs: tree.path).path == tree.path)
  }

  // Of 4096 processors and more.
  @Test func `one whose stat is very long is taken, and what is too long is refused when it is read`() throws {
    let tree = try TemporaryTree(["stat": "btime 1\n"])
    defer { tree.remove() }
    let lines =
      "cpu 1 2 3 4 5 6 7 8 9 10\n" + (0..<8192).map { "cpu\($0) \(String(repeating: "1000000000000 ", count: 10))\n" }.joined()
    try tree.write(Array(lines.utf8), to: "stat")
    #expect(lines.utf8.count > 1 << 20)
    #expect(try SystemStat(ProcRoot(procfs: tree.path)).processors.count == 8192)
    try tree.write([UInt8](repeating: 0x20, count: ProcRoot.sizeLimit + 1), to: "stat")
    #expect(throws: ProcError.malformed(path: "\(tree.path)/stat", reason: "longer than 16777216 bytes")) {
      try SystemStat(ProcRoot(procfs: tree.path))
    }
  }

  @Test(arguments: ["", "/", "//"])
  func `slashes at the end of the mount point are dropped`(_ slashes: String) throws {
    let tree = try TemporaryTree(["stat": "btime 1\n"])
    defer { tree.remove() }
    #expect(try ProcRoot(procfs: tree.path + slashes).path == tree.path)
  }

  @Test func `the root folder stays a slash`() {
    #expect(ProcRoot(cgroupfs: "///").path == "/")
  }

  @Test func `cgroup file systems may be absent`() {
    #expect(ProcRoot(cgroupfs: "/nonexistent/cgroup/").path == "/nonexistent/cgroup")
  }

  @Test func `the fixture trees and the real procfs are taken`() throws {
    #expect(try Fixture.tree(1).path.hasSuffix("/Fixtures/proc/tree/1"))
    #expect(try Fixture.tree(2).path.hasSuffix("/Fixtures/proc/tree/2"))
    #expect(try ProcRoot(procfs: "/proc").path == "/proc")
  }
}
