import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct CgroupMembershipTests {
  private static func parse(_ text: String) throws -> [CgroupMembership] {
    try CgroupMembership.parse(text, path: "cgroup")
  }

  @Test(
    arguments: [
      ("", [], []),
      ("0::/\n", [[]], ["/"]),
      ("0::/a b:c,d (deleted)\n", [[]], ["/a b:c,d (deleted)"]),
      ("4:cpu,cpuacct:/x\n1:name=systemd:/y\n", [["cpu", "cpuacct"], ["name=systemd"]], ["/x", "/y"]),
      ("12:memory:/m\n3:cpu:/\n0::/u\n", [["memory"], ["cpu"], []], ["/m", "/", "/u"]),
    ] as [(String, [[String]], [String])])
  func `controllers and path of each hierarchy are read`(_ text: String, _ controllers: [[String]], _ paths: [String]) throws {
    let memberships = try Self.parse(text)
    #expect(memberships.map(\.controllers) == controllers)
    #expect(memberships.map(\.path) == paths)
  }

  @Test(arguments: ["nonsense", "0:", "0:cpu", "0::relative", "x::/", "-1::/", ":::/", "4294967296:cpu:/"])
  func `another line is refused with what was found`(_ line: String) {
    let reason = "not a hierarchy, controllers and a path: '\(line)'"
    #expect(throws: ProcError.malformed(path: "cgroup", reason: reason)) { try Self.parse("0::/\n\(line)\n") }
  }

  @Test func `a kernel without control groups makes it unavailable, a process that has ended makes it gone`() throws {
    let tree = try TemporaryTree(["stat": "", "7/stat": ""])
    defer { tree.remove() }
    let proc = try ProcRoot(procfs: tree.path)
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/7/cgroup", errno: ENOENT)) {
      try CgroupMembership.read(proc, pid: "7")
    }
    #expect(throws: ProcError.gone(path: "\(tree.path)/8/cgroup")) { try CgroupMembership.read(proc, pid: "8") }
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", 4, false), ("kernel-5.15-hybrid", 6, true), ("kernel-6.1-cgroup-v2", 1, true),
      ("kernel-6.18-cgroup-v1", 10, true), ("kernel-6.6-arm64", 1, true),
    ] as [(String, Int, Bool)])
  func `the agent of each machine is in a group of each hierarchy`(_ name: String, _ count: Int, _ hasV2: Bool) throws {
    let memberships = try CgroupMembership.read(Machine(name, 1).proc, pid: "self")
    #expect(memberships.count == count)
    #expect(memberships.contains { $0.controllers.isEmpty } == hasV2)
  }
}
