import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct ProcessChildrenTests {
  private static func children(_ threads: [String: String]) throws -> [Int32] {
    var files = ["stat": "", "7/task/": ""]
    for (thread, text) in threads { files["7/task/\(thread)/children"] = text }
    let tree = try TemporaryTree(files)
    defer { tree.remove() }
    return try ProcessChildren.of(ProcRoot(procfs: tree.path), pid: 7)
  }

  @Test(
    arguments: [
      ("", []), ("\n", []), ("2000 ", [2000]), ("2000", [2000]), ("2001 2002 ", [2001, 2002]), ("9\n8\r\n7", [7, 8, 9]),
      ("2147483647 ", [.max]),
    ] as [(String, [Int32])])
  func `the pids of a list are read`(_ text: String, _ pids: [Int32]) throws {
    #expect(try Self.children(["7": text]) == pids)
  }

  @Test func `the lists of all threads are joined, in ascending order`() throws {
    #expect(try Self.children(["7": "30 10 ", "8": "", "9": "20 "]) == [10, 20, 30])
  }

  @Test(arguments: ["0", "-5", "x", "2147483648", "1.5"])
  func `a word that is no pid is refused with the file and the word`(_ word: String) throws {
    let tree = try TemporaryTree(["stat": "", "7/task/7/children": "12 \(word) 13"])
    defer { tree.remove() }
    let proc = try ProcRoot(procfs: tree.path)
    let expected = ProcError.malformed(path: "\(tree.path)/7/task/7/children", reason: "not a pid: '\(word)'")
    #expect(throws: expected) { try ProcessChildren.of(proc, pid: 7) }
  }

  @Test func `a long list is read whole`() throws {
    #expect(try Self.children(["7": (1...20_000).map(String.init).joined(separator: " ")]) == Array(1...20_000))
  }

  @Test func `a thread that has ended since it was listed counts nothing`() throws {
    let tree = try TemporaryTree(["stat": "", "7/task/7/children": "10 ", "7/task/8/": ""])
    defer { tree.remove() }
    #expect(try ProcessChildren.of(ProcRoot(procfs: tree.path), pid: 7) == [10])
  }

  // Kernels without CONFIG_PROC_CHILDREN: the thread is there, and its list is not.
  @Test func `a missing list is not an empty one`() throws {
    let tree = try TemporaryTree(["stat": "", "7/task/7/stat": "", "7/task/8/stat": "", "7/task/8/children": "10 "])
    defer { tree.remove() }
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/7/task/7/children", errno: ENOENT)) {
      try ProcessChildren.of(ProcRoot(procfs: tree.path), pid: 7)
    }
  }

  @Test func `a process that has ended is gone`() throws {
    let proc = try Fixture.tree(2)
    #expect(throws: ProcError.gone(path: "\(proc.path)/2003/task")) { try ProcessChildren.of(proc, pid: 2003) }
  }

  @Test func `the fixture tree's run has two children at either moment`() throws {
    #expect(try ProcessChildren.of(Fixture.tree(1), pid: 1000) == [2000])
    #expect(try ProcessChildren.of(Fixture.tree(1), pid: 2000) == [2001, 2002])
    #expect(try ProcessChildren.of(Fixture.tree(2), pid: 2000) == [2001, 2003])
    #expect(try ProcessChildren.of(Fixture.tree(2), pid: 2001) == [])
  }
}
