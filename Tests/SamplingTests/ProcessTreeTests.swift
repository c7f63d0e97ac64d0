import Glibc
import Procfs
import Sampling
import Testing

@Suite struct ProcessTreeTests {
  private static func read(_ files: [String: String]) throws -> ProcessTreeReading {
    let tree = try TemporaryTree(files)
    defer { tree.remove() }
    return try ProcessTreeReader(proc: ProcRoot(procfs: tree.path)).read(root: 7)
  }

  private static let pageSize = UInt64(sysconf(Int32(_SC_PAGESIZE)))

  @Test func `grandchildren and children of any thread count`() throws {
    let files =
      TemporaryTree.process(7, ticks: 100, pss: 1, children: "8 ") + ["7/task/70/children": "9 "]
      + TemporaryTree.process(8, ticks: 20, pss: 2, children: "10 ") + TemporaryTree.process(9, ticks: 3, pss: 4)
      + TemporaryTree.process(10, ticks: 1_000, pss: 8) + TemporaryTree.process(11, ticks: 9_999, pss: 9_999)
    let reading = try Self.read(files)
    #expect(abs(reading.cpuSeconds - 11.23) < 1e-9)
    #expect(reading.memoryBytes == 15 * 1024)
    #expect(reading.processes == 4)
  }

  @Test func `without a smaps_rollup the resident set counts and is called so`() throws {
    let reading = try Self.read(TemporaryTree.process(7, pages: 25))
    #expect(reading.memoryBytes == 25 * Self.pageSize)
    #expect(!reading.memoryIsProportional)
  }

  // A directory gives EISDIR to everybody; a missing right would not stop the superuser, who may run these tests.
  @Test func `with a smaps_rollup that cannot be read the resident set counts and is called so`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, pages: 25, pss: 10, children: "8 ") + TemporaryTree.process(8, pages: 3)
        + ["8/smaps_rollup/": ""])
    #expect(reading.memoryBytes == 10 * 1024 + 3 * Self.pageSize)
    #expect(!reading.memoryIsProportional)
    #expect(reading.processes == 2)
  }

  @Test func `a zombie has no memory, and its time counts`() throws {
    let reading = try Self.read(TemporaryTree.process(7, ticks: 50, pages: 0) + ["7/smaps_rollup": ""])
    #expect(reading.memoryBytes == 0)
    #expect(reading.memoryIsProportional)
    #expect(reading.cpuSeconds == 0.5)
  }

  @Test func `a listed child that is gone counts nothing, and the others are read`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, ticks: 100, pss: 1, children: "8 9 10 ") + TemporaryTree.process(10, ticks: 5, pss: 2))
    #expect(reading.processes == 2)
    #expect(abs(reading.cpuSeconds - 1.05) < 1e-9)
  }

  @Test(arguments: [
    ("7/stat", "nonsense", "no command name in parentheses"),
    ("8/stat", "nonsense", "no command name in parentheses"),
    ("8/smaps_rollup", "nonsense", "no line 'Pss:'"),
    ("8/task/8/children", "nonsense", "not a pid: 'nonsense'"),
  ])
  func `what cannot be understood of any process is an error`(_ file: String, _ text: String, _ reason: String) throws {
    let tree = try TemporaryTree(
      TemporaryTree.process(7, pss: 1, children: "8 ") + TemporaryTree.process(8, pss: 1) + [file: text])
    defer { tree.remove() }
    let reader = ProcessTreeReader(proc: try ProcRoot(procfs: tree.path))
    #expect(throws: ProcError.malformed(path: "\(tree.path)/\(file)", reason: reason)) { try reader.read(root: 7) }
  }

  @Test func `this process is read from the real procfs`() throws {
    let reading = try ProcessTreeReader(proc: ProcRoot(procfs: "/proc")).read(root: getpid())
    #expect(reading.memoryBytes > 0)
    #expect(reading.processes >= 1)
  }
}
