import CalcmonTesting
import Procfs
import Testing

@Suite struct CgroupCPUSetTests {
  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", [1, 2, 3]), ("kernel-5.15-hybrid", [0, 1]), ("kernel-6.1-cgroup-v2", [0, 1, 2, 3, 4, 5, 6]),
      ("kernel-6.18-cgroup-v1", [1]), ("kernel-6.6-arm64", [0, 1, 3]),
    ] as [(String, Set<Int>)])
  func `the nearest group that tells counts`(_ name: String, _ processors: Set<Int>) throws {
    let machine = try Machine(name, 1)
    #expect(try Cgroup.processors(proc: machine.proc, root: machine.cgroup, pid: "self")?.processors == processors)
  }

  private static func processors(_ membership: String, _ files: [String: String]) throws -> CPUList? {
    var all = ["proc/stat": "", "proc/7/stat": "", "proc/7/cgroup": membership]
    for (file, text) in files { all["cgroup/\(file)"] = text }
    let tree = try TemporaryTree(all)
    defer { tree.remove() }
    let machine = try Machine(in: tree.path)
    return try Cgroup.processors(proc: machine.proc, root: machine.cgroup, pid: "7")
  }

  @Test(
    arguments: [
      ("0::/a\n", ["a/cpuset.cpus": "0\n"]), ("0::/a\n", ["a/cpuset.cpus.effective": "\n"]),
      ("1:cpu:/a\n", ["cpu/a/cpuset.cpus": "0\n"]),
      ("1:cpuset:/a\n", [:]), ("", [:]),
    ] as [(String, [String: String])])
  func `where no group tells there is no list`(_ membership: String, _ files: [String: String]) throws {
    #expect(try Self.processors(membership, files) == nil)
  }

  @Test func `in v1 the effective list counts before the wanted one`() throws {
    let files = ["cpuset/a/cpuset.cpus": "0-7\n", "cpuset/a/cpuset.effective_cpus": "0-3\n"]
    #expect(try Self.processors("1:cpuset:/a\n", files)?.count == 4)
  }

  @Test func `a list that is none is an error that names its file`() {
    let error = #expect(throws: ProcError.self) { try Self.processors("0::/a\n", ["a/cpuset.cpus.effective": "all\n"]) }
    #expect(error?.description.hasSuffix("/cgroup/a/cpuset.cpus.effective: is not a list of processors: 'all'") == true)
  }
}
