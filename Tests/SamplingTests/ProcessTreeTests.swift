import Foundation
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
      + TemporaryTree.process(8, parent: 7, ticks: 20, pss: 2, children: "10 ")
      + TemporaryTree.process(9, parent: 7, ticks: 3, pss: 4)
      + TemporaryTree.process(10, parent: 8, ticks: 1_000, pss: 8) + TemporaryTree.process(11, ticks: 9_999, pss: 9_999)
    let reading = try Self.read(files)
    #expect(abs(reading.cpuSeconds - 11.23) < 1e-9)
    #expect(reading.memoryBytes == 15 * 1024)
    #expect(reading.processes == 4)
  }

  @Test func `the pids of a tree are those that are read of it`() throws {
    let files =
      TemporaryTree.process(7, children: "8 ") + ["7/task/70/children": "9 "]
      + TemporaryTree.process(8, parent: 7, children: "10 ")
      + TemporaryTree.process(9, parent: 7) + TemporaryTree.process(10, parent: 8) + TemporaryTree.process(11)
    let tree = try TemporaryTree(files)
    defer { tree.remove() }
    #expect(try ProcessTreeReader(proc: ProcRoot(procfs: tree.path)).pids(root: 7).sorted() == [7, 8, 9, 10])
  }

  @Test func `without a smaps_rollup the resident set counts and is called so`() throws {
    let reading = try Self.read(TemporaryTree.process(7, pages: 25))
    #expect(reading.memoryBytes == 25 * Self.pageSize)
    #expect(!reading.memoryIsProportional)
  }

  @Test(arguments: ["", "Rss: 20 kB\n"])
  func `with a smaps_rollup that does not tell, the resident set counts and is called so`(_ text: String) throws {
    let reading = try Self.read(TemporaryTree.process(7, pages: 25) + ["7/smaps_rollup": text])
    #expect(reading.memoryBytes == 25 * Self.pageSize)
    #expect(!reading.memoryIsProportional)
  }

  @Test(arguments: [[:], ["8/smaps_rollup": ""]])
  func `a process that is about to end has given its memory back, and spoils no other figure`(_ files: [String: String]) throws {
    let reading = try Self.read(
      TemporaryTree.process(7, pss: 10, children: "8 ") + TemporaryTree.process(8, parent: 7, state: "R", pages: 0) + files)
    #expect(reading.memoryBytes == 10 * 1024)
    #expect(reading.memoryIsProportional)
    #expect(reading.processes == 2)
  }

  // A directory gives EISDIR to everybody; a missing right would not stop the superuser, who may run these tests.
  @Test func `with a smaps_rollup that cannot be read the resident set counts and is called so`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, pages: 25, pss: 10, children: "8 ") + TemporaryTree.process(8, parent: 7, pages: 3)
        + ["8/smaps_rollup/": ""])
    #expect(reading.memoryBytes == 10 * 1024 + 3 * Self.pageSize)
    #expect(!reading.memoryIsProportional)
    #expect(reading.processes == 2)
  }

  // Kernels differ: the file of a zombie is empty, or it cannot be read.
  @Test(arguments: [["8/smaps_rollup": ""], [:], ["8/smaps_rollup/": ""]])
  func `a zombie has no memory, and its time counts once`(_ files: [String: String]) throws {
    let reading = try Self.read(
      TemporaryTree.process(7, ticks: 100, pss: 5, children: "8 ")
        + TemporaryTree.process(8, parent: 7, state: "Z", ticks: 50, pages: 9) + files)
    #expect(reading.memoryBytes == 5 * 1024)
    #expect(reading.memoryIsProportional)
    #expect(reading.cpuSeconds == 1.5)
    #expect(reading.processes == 2)
  }

  @Test(arguments: ["R", "S", "D", "T", "t", "Z"] as [Character])
  func `the state of the root is told`(_ state: Character) throws {
    let files =
      TemporaryTree.process(7, state: state, pss: 5, children: "8 ") + TemporaryTree.process(8, parent: 7, state: "I", pss: 5)
    #expect(try Self.read(files).rootState == state)
  }

  @Test func `a listed pid that was given to a process of others counts nothing`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, ticks: 100, pss: 1, children: "8 9 ") + TemporaryTree.process(8, parent: 1, ticks: 9_999, pss: 9)
        + TemporaryTree.process(9, parent: 7, ticks: 5, pss: 2))
    #expect(reading.processes == 2)
    #expect(abs(reading.cpuSeconds - 1.05) < 1e-9)
    #expect(reading.memoryBytes == 3 * 1024)
  }

  @Test func `a listed process that is older than its parent is none of its children`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, ticks: 100, start: 500, children: "8 9 ")
        + TemporaryTree.process(8, parent: 7, ticks: 9_999, start: 499)
        + TemporaryTree.process(9, parent: 7, ticks: 5, start: 500))
    #expect(reading.processes == 2)
    #expect(abs(reading.cpuSeconds - 1.05) < 1e-9)
  }

  // Its parent 8 has ended meanwhile, and 7 takes in the orphans of those below it.
  @Test func `a grandchild that went over to the root is of the tree`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, ticks: 100, children: "8 ") + TemporaryTree.process(8, parent: 7, state: "Z", children: "9 ")
        + TemporaryTree.process(9, parent: 7, ticks: 5))
    #expect(reading.processes == 3)
    #expect(abs(reading.cpuSeconds - 1.05) < 1e-9)
  }

  // When a thread ends, its children go over to another one, which may be listed later.
  @Test func `a child that two threads list counts once`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, ticks: 100, children: "8 ") + ["7/task/70/children": "8 "]
        + TemporaryTree.process(8, parent: 7, ticks: 5))
    #expect(reading.processes == 2)
    #expect(abs(reading.cpuSeconds - 1.05) < 1e-9)
  }

  @Test(.timeLimit(.minutes(1))) func `processes that list each other are read once`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, parent: 8, ticks: 100, children: "7 8 ")
        + TemporaryTree.process(8, parent: 7, ticks: 5, children: "7 8 "))
    #expect(reading.processes == 2)
  }

  @Test func `pages that no machine has do not stop the reading`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, pages: .max, children: "8 ") + TemporaryTree.process(8, parent: 7, pages: .max))
    #expect(reading.memoryBytes == .max)
    #expect(!reading.memoryIsProportional)
  }

  @Test func `readings that say nothing of the state mean one that sleeps`() {
    #expect(ProcessTreeReading(cpuSeconds: 1, memoryBytes: 2, memoryIsProportional: true, processes: 1).rootState == "S")
  }

  @Test func `a listed child that is gone counts nothing, and the others are read`() throws {
    let reading = try Self.read(
      TemporaryTree.process(7, ticks: 100, pss: 1, children: "8 9 10 ") + TemporaryTree.process(10, parent: 7, ticks: 5, pss: 2))
    #expect(reading.processes == 2)
    #expect(abs(reading.cpuSeconds - 1.05) < 1e-9)
  }

  @Test(arguments: [
    ("7/stat", "nonsense", "no command name in parentheses"),
    ("8/stat", "nonsense", "no command name in parentheses"),
    ("8/smaps_rollup", "Pss: x kB", "line 'Pss:' is not a size: 'x kB'"),
    ("8/task/8/children", "nonsense", "not a pid: 'nonsense'"),
  ])
  func `what cannot be understood of any process is an error`(_ file: String, _ text: String, _ reason: String) throws {
    let tree = try TemporaryTree(
      TemporaryTree.process(7, pss: 1, children: "8 ") + TemporaryTree.process(8, parent: 7, pss: 1) + [file: text])
    defer { tree.remove() }
    let reader = ProcessTreeReader(proc: try ProcRoot(procfs: tree.path))
    #expect(throws: ProcError.malformed(path: "\(tree.path)/\(file)", reason: reason)) { try reader.read(root: 7) }
  }

  /// The files of a process on a kernel that lists no children.
  private static func unlisted(_ pid: Int, parent: Int, ticks: Int = 0, pss: Int? = nil) -> [String: String] {
    var files = TemporaryTree.process(pid, parent: parent, ticks: ticks, pss: pss)
    files["\(pid)/task/\(pid)/children"] = nil
    files["\(pid)/task/\(pid)/stat"] = files["\(pid)/stat"]
    return files
  }

  @Test func `on a kernel that lists no children, all are asked for their parents`() throws {
    let reading = try Self.read(
      Self.unlisted(7, parent: 1, ticks: 100, pss: 1) + Self.unlisted(8, parent: 7, ticks: 20, pss: 2)
        + Self.unlisted(9, parent: 7, ticks: 3, pss: 4) + Self.unlisted(10, parent: 8, pss: 8)
        + Self.unlisted(11, parent: 1, ticks: 9_999, pss: 9_999) + ["12/": "", "self/stat": "", "meminfo": ""])
    #expect(abs(reading.cpuSeconds - 1.23) < 1e-9)
    #expect(reading.memoryBytes == 15 * 1024)
    #expect(reading.processes == 4)
  }

  @Test func `there, strangers are asked once, and who comes later is asked as well`() throws {
    let tree = try TemporaryTree(
      Self.unlisted(1, parent: 0) + Self.unlisted(7, parent: 1, pss: 1) + Self.unlisted(8, parent: 7, pss: 2)
        + Self.unlisted(11, parent: 1, pss: 9_999) + Self.unlisted(20, parent: 19, pss: 16))
    defer { tree.remove() }
    let reader = ProcessTreeReader(proc: try ProcRoot(procfs: tree.path))
    #expect(try reader.read(root: 7).memoryBytes == 3 * 1024)
    // A stranger that would have to be understood if it was asked again; and one whose parent was not there yet when it was asked.
    try tree.write(["11/stat": "nonsense"] + Self.unlisted(9, parent: 8, pss: 4) + Self.unlisted(19, parent: 7, pss: 8))
    #expect(try reader.read(root: 7).memoryBytes == 31 * 1024)
    try FileManager.default.removeItem(atPath: "\(tree.path)/11")
    #expect(try reader.read(root: 7).processes == 5)
    try tree.write(Self.unlisted(11, parent: 7, pss: 32))
    #expect(try reader.read(root: 7).memoryBytes == 63 * 1024)
  }

  @Test func `this process is read from the real procfs`() throws {
    let reading = try ProcessTreeReader(proc: ProcRoot(procfs: "/proc")).read(root: getpid())
    #expect(reading.memoryBytes > 0)
    #expect(reading.processes >= 1)
  }
}
