import Glibc
import Procfs
import Testing

@Suite struct ProcRootListingTests {
  @Test func `a directory's names are listed, hidden ones too, without the folder itself and its parent`() throws {
    let tree = try TemporaryTree(["stat": "", "fd/0": "", "fd/10": "", "fd/.x": ""])
    defer { tree.remove() }
    let root = try ProcRoot(procfs: tree.path)
    #expect(try root.list("fd").sorted() == [".x", "0", "10"])
  }

  @Test func `an empty directory has no names`() throws {
    let tree = try TemporaryTree(["stat": "", "fd/": ""])
    defer { tree.remove() }
    #expect(try ProcRoot(procfs: tree.path).list("fd") == [])
  }

  @Test func `the longest name that Linux allows is listed whole`() throws {
    let name = String(repeating: "n", count: 255)
    let tree = try TemporaryTree(["stat": "", "fd/\(name)": ""])
    defer { tree.remove() }
    #expect(try ProcRoot(procfs: tree.path).list("fd") == [name])
  }

  @Test func `a missing directory is gone, a file instead of one is unavailable`() throws {
    let tree = try TemporaryTree(["stat": "", "fd": ""])
    defer { tree.remove() }
    let root = try ProcRoot(procfs: tree.path)
    #expect(throws: ProcError.gone(path: "\(tree.path)/task")) { try root.list("task") }
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/fd", errno: ENOTDIR)) { try root.list("fd") }
  }
}
