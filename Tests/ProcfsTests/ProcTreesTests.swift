import Foundation
import Glibc
import Procfs
import Testing

@Suite struct ProcTreesTests {
  /// A procfs in which a process with the pid `me` finds itself as `number`.
  private static func tree(self number: String?, status: String? = nil) throws -> TemporaryTree {
    var files = ["stat": ""]
    if let number { files["\(number)/status"] = status ?? "Name:\tx\n" }
    let tree = try TemporaryTree(files)
    if let number {
      try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/self", withDestinationPath: number)
    }
    return tree
  }

  private static func trees(
    named: TemporaryTree, mounted: TemporaryTree
  ) throws -> (ProcTrees, named: ProcRoot, mounted: ProcRoot) {
    let (named, mounted) = (try ProcRoot(procfs: named.path), try ProcRoot(procfs: mounted.path))
    return (ProcTrees(named: named, mounted: mounted, pid: 7), named, mounted)
  }

  @Test(arguments: [nil, "NSpid:\t7\n"]) func `one of this pid namespace tells all`(_ status: String?) throws {
    let (named, mounted) = (try Self.tree(self: "7", status: status), try Self.tree(self: "7"))
    defer { named.remove(); mounted.remove() }
    let (trees, host, _) = try Self.trees(named: named, mounted: mounted)
    #expect(trees.machine == host && trees.own == host && trees.processes == host)
    #expect(trees.problem == nil && !trees.isSplit)
  }

  // That of the host, one in which this process is not, and one in which it has the same number by chance.
  @Test(
    arguments: [("62", nil), (nil, nil), ("7", "NSpid:\t7\t3\n")] as [(String?, String?)])
  func `one of another namespace tells of the machine alone`(_ number: String?, _ status: String?) throws {
    let (named, mounted) = (try Self.tree(self: number, status: status), try Self.tree(self: "7", status: "NSpid:\t7\n"))
    defer { named.remove(); mounted.remove() }
    let (trees, host, own) = try Self.trees(named: named, mounted: mounted)
    #expect(trees.machine == host && trees.own == own && trees.processes == own)
    #expect(trees.problem == nil && trees.isSplit)
  }

  @Test func `if both are of other namespaces, no process is read, and the reason says what to do`() throws {
    let (named, mounted) = (try Self.tree(self: "62"), try Self.tree(self: "62"))
    defer { named.remove(); mounted.remove() }
    let (trees, host, own) = try Self.trees(named: named, mounted: mounted)
    #expect(trees.machine == host && trees.own == own)
    let problem = try #require(trees.problem)
    #expect(
      problem.description
        == "\(mounted.path): is not the procfs of this pid namespace: this process is 62 there, and 7 here; mount one there, as by "
        + "'mount -t proc proc /proc'")
    #expect(throws: problem) { try trees.processes.read("62/status") }
    #expect(throws: problem) { try trees.processes.list("62") }
    #expect(throws: problem) { try KeptFile(trees.processes, "62/status") }
    #expect(trees.processes.destination(of: "self") == nil)
  }

  @Test func `without a mounted one, the named one tells of this process, and of no other`() throws {
    let named = try Self.tree(self: "62")
    let mounted = try TemporaryTree(["stat": ""])
    defer { named.remove(); mounted.remove() }
    let (trees, host, _) = try Self.trees(named: named, mounted: mounted)
    #expect(trees.own == host)
    #expect(trees.problem != nil)
  }

  @Test func `the real procfs is this process's own`() throws {
    let trees = ProcTrees(named: try ProcRoot(procfs: "/proc"))
    #expect(trees.problem == nil && !trees.isSplit)
    #expect(try ProcessStat(trees.processes, pid: "\(getpid())").pid == getpid())
  }
}
