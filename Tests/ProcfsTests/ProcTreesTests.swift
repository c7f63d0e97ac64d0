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
    return (try ProcTrees(named: named, mounted: mounted, pid: 7), named, mounted)
  }

  @Test(arguments: [nil, "NSpid:\t7\n"]) func `one of this pid namespace tells all`(_ status: String?) throws {
    let (named, mounted) = (try Self.tree(self: "7", status: status), try Self.tree(self: "7"))
    defer { named.remove(); mounted.remove() }
    let (trees, host, _) = try Self.trees(named: named, mounted: mounted)
    #expect(trees.machine == host && trees.processes == host)
    #expect(!trees.isSplit)
  }

  // That of the host, one in which this process is not, and one in which it has the same number by chance.
  @Test(
    arguments: [("62", nil), (nil, nil), ("7", "NSpid:\t7\t3\n")] as [(String?, String?)])
  func `one of another namespace tells of the machine alone`(_ number: String?, _ status: String?) throws {
    let (named, mounted) = (try Self.tree(self: number, status: status), try Self.tree(self: "7", status: "NSpid:\t7\n"))
    defer { named.remove(); mounted.remove() }
    let (trees, host, own) = try Self.trees(named: named, mounted: mounted)
    #expect(trees.machine == host && trees.processes == own)
    #expect(trees.isSplit)
  }

  @Test(arguments: [("62", "62"), ("62", nil), ("7", "62"), ("7", nil)] as [(String, String?)])
  func `if what is at /proc is of another namespace, the reason says what to do`(_ named: String, _ number: String?) throws {
    let (named, mounted) = (try Self.tree(self: named), try Self.tree(self: number))
    defer {
      named.remove()
      mounted.remove()
    }
    let error = #expect(throws: ProcError.self) { try Self.trees(named: named, mounted: mounted) }
    #expect(
      error?.description
        == "\(mounted.path): not the procfs of this pid namespace\(number == nil ? "" : ": this process is 62 there, and 7 here"); mount it "
        + "there, as by 'mount -t proc proc /proc' or 'unshare --mount-proc'")
  }

  @Test func `the real procfs is this process's own`() throws {
    let trees = try ProcTrees(named: try ProcRoot(procfs: "/proc"))
    #expect(!trees.isSplit)
    #expect(try ProcessStat(trees.processes, pid: "\(getpid())").pid == getpid())
  }
}
