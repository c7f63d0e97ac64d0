import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct CgroupQuotaTests {
  /// The quota that a process sees whose `self/cgroup` is `membership`, with these files in the cgroup file systems.
  private static func quota(_ membership: String?, _ files: [String: String]) throws -> Double? {
    var all = ["proc/stat": "btime 1\n"]
    all["proc/self/cgroup"] = membership
    for (file, text) in files { all["cgroup/\(file)"] = text }
    let tree = try TemporaryTree(all)
    defer { tree.remove() }
    return Cgroup.quota(proc: try ProcRoot(procfs: "\(tree.path)/proc"), root: ProcRoot(cgroupfs: "\(tree.path)/cgroup"))
  }

  @Test(
    arguments: [
      ("0::/\n", ["cpu.max": "150000 100000\n"], 1.5),
      ("0::/a/b\n", ["a/b/cpu.max": "50000 100000\n"], 0.5),
      ("0::/a/b\n", ["a/b/cpu.max": "400000 100000\n", "a/cpu.max": "200000 100000\n", "cpu.max": "300000 100000\n"], 2),
      ("0::/a/b\n", ["a/b/cpu.max": "max 100000\n", "a/cpu.max": "25000 50000\n"], 0.5),
      ("0::/a/b\n", ["a/cpu.max": "75000 100000\n", "a/b/c/cpu.max": "1000 100000\n", "x/cpu.max": "1000 100000\n"], 0.75),
      ("0::/a with blanks:and colon\n", ["a with blanks:and colon/cpu.max": "75000 100000\r\n"], 0.75),
      ("0::/container-path-of-the-host\n", ["cpu.max": "75000 100000\n"], 0.75),
    ] as [(String, [String: String], Double)])
  func `under v2 the tightest quota from the group up to the root counts`(
    _ membership: String, _ files: [String: String], _ cores: Double
  ) throws {
    #expect(try Self.quota(membership, files) == cores)
  }

  @Test(
    arguments: [
      ("0::/a\n", [:]),
      ("0::/a\n", ["a/cpu.max": "max 100000\n", "cpu.max": "max 100000\n"]),
      ("0::/a\n", ["a/cpu.max": ""]),
      ("0::/a\n", ["a/cpu.max": "100000\n"]),
      ("0::/a\n", ["a/cpu.max": "100000 100000 100000\n"]),
      ("0::/a\n", ["a/cpu.max": "100000 0\n"]),
      ("0::/a\n", ["a/cpu.max": "-1 100000\n"]),
      ("0::/a\n", ["a/cpu.max": "ten million\n"]),
      ("0::/a\n", ["a/cpu.max": "nan 100000\n"]),
      ("", ["cpu.max": "100000 100000\n"]),
      ("nonsense\n::\n0::relative\n", ["cpu.max": "100000 100000\n"]),
      (nil, ["cpu.max": "100000 100000\n"]),
    ] as [(String?, [String: String])])
  func `where v2 sets no quota, or none that can be understood, there is none`(
    _ membership: String?, _ files: [String: String]
  ) throws {
    #expect(try Self.quota(membership, files) == nil)
  }

  @Test(arguments: [
    ("4:memory:/x\n1:cpu:/a\n", "cpu/a/", "50000", 0.5),
    ("1:cpu:/a/b\n", "cpu/a/", "200000", 2),
    ("1:cpu:/\n", "cpu/", "150000", 1.5),
    ("3:cpu,cpuacct:/a\n", "cpu,cpuacct/a/", "300000", 3),
    ("3:cpu,cpuacct:/of/the/host\n", "cpu,cpuacct/", "300000", 3),
  ])
  func `under v1 the quota of the cpu controller counts`(
    _ membership: String, _ folder: String, _ quota: String, _ cores: Double
  ) throws {
    let files = ["\(folder)cpu.cfs_quota_us": "\(quota)\n", "\(folder)cpu.cfs_period_us": "100000\n"]
    #expect(try Self.quota(membership, files) == cores)
  }

  @Test func `under v1 the tightest of nested quotas counts, and -1 is none`() throws {
    let files = [
      "cpu/a/b/cpu.cfs_quota_us": "-1\n", "cpu/a/b/cpu.cfs_period_us": "100000\n",
      "cpu/a/cpu.cfs_quota_us": "30000\n", "cpu/a/cpu.cfs_period_us": "20000\n",
      "cpu/cpu.cfs_quota_us": "200000\n", "cpu/cpu.cfs_period_us": "100000\n",
    ]
    #expect(try Self.quota("1:cpu:/a/b\n", files) == 1.5)
  }

  @Test(arguments: [
    ["cpu/a/cpu.cfs_quota_us": "-1\n", "cpu/a/cpu.cfs_period_us": "100000\n"],
    ["cpu/a/cpu.cfs_quota_us": "100000\n"],
    ["cpu/a/cpu.cfs_quota_us": "100000\n", "cpu/a/cpu.cfs_period_us": "0\n"],
    ["cpu/a/cpu.cfs_quota_us": "\n", "cpu/a/cpu.cfs_period_us": "100000\n"],
    ["cpuacct/a/cpu.cfs_quota_us": "100000\n", "cpuacct/a/cpu.cfs_period_us": "100000\n"],
    [:],
  ])
  func `where v1 sets no quota, or half of one, there is none`(_ files: [String: String]) throws {
    #expect(try Self.quota("2:cpuacct:/a\n1:cpu:/a\n", files) == nil)
  }

  @Test func `on a hybrid system the controllers of v1 count, though v2 is listed`() throws {
    let membership = "9:name=systemd:/user\n3:cpuset:/\n1:cpu:/a\n0::/user\n"
    let files = [
      "cpu/a/cpu.cfs_quota_us": "120000\n", "cpu/a/cpu.cfs_period_us": "100000\n",
      "unified/user/cgroup.procs": "", "systemd/user/cgroup.procs": "",
    ]
    #expect(try Self.quota(membership, files) == 1.2)
  }

  // As on CentOS 7: `/proc/self/cgroup` says `cpuacct,cpu`, the mount is `cpu,cpuacct`, and `cpu` is a link to it.
  @Test func `a v1 mount whose name lists the controllers in another order is found by the link cpu`() throws {
    let files = ["cpu/a/cpu.cfs_quota_us": "50000\n", "cpu/a/cpu.cfs_period_us": "100000\n"]
    #expect(try Self.quota("4:cpuacct,cpu:/a\n", files) == 0.5)
  }

  @Test func `a group of another namespace is not looked for outside of the mount`() throws {
    #expect(try Self.quota("0::/../a\n", ["a/cpu.max": "100000 100000\n", "../a/cpu.max": "50000 100000\n"]) == nil)
  }

  @Test(arguments: [("0::/a\n", "a/cpu.max/"), ("1:cpu:/a/b\n", "cpu/a/cpu.cfs_quota_us/")])
  func `a quota that cannot be read is no quota, and the reason is told`(_ membership: String, _ file: String) throws {
    // A directory gives EISDIR to everybody; a missing right would not stop the superuser, who may run these tests.
    let tree = try TemporaryTree(["proc/stat": "", "proc/self/stat": "", "proc/self/cgroup": membership, "cgroup/\(file)": ""])
    defer { tree.remove() }
    let machine = try Machine(in: tree.path)
    #expect(Cgroup.quota(proc: machine.proc, root: machine.cgroup) == nil)
    let path = "\(tree.path)/cgroup/\(file.dropLast())"
    #expect(Cgroup.problem(proc: machine.proc, root: machine.cgroup) == .unavailable(path: path, errno: EISDIR))
  }

  @Test(arguments: Machine.names) func `on each machine the quota is known, or there is none`(_ name: String) throws {
    let machine = try Machine(name, 1)
    #expect(Cgroup.problem(proc: machine.proc, root: machine.cgroup) == nil)
  }

  @Test func `the fixture tree without cgroup file systems has no quota`() throws {
    #expect(Cgroup.quota(proc: try Fixture.tree(1), root: ProcRoot(cgroupfs: "/nonexistent")) == nil)
  }

  @Test(
    arguments: [
      ("kernel-6.18-cgroup-v1", 0.6), ("kernel-6.1-cgroup-v2", 2), ("kernel-5.15-hybrid", 1.5), ("kernel-3.10-cgroup-v1", 2.5),
      ("kernel-6.6-arm64", nil),
    ] as [(String, Double?)])
  func `the quota of each machine is found, of self and of a process`(_ name: String, _ cores: Double?) throws {
    let machine = try Machine(name, 1)
    #expect(Cgroup.quota(proc: machine.proc, root: machine.cgroup) == cores)
    let pid = try ProcessStat(machine.proc, pid: "self").pid
    #expect(Cgroup.quota(proc: machine.proc, root: machine.cgroup, pid: "\(pid)") == cores)
    #expect(Cgroup.quota(proc: machine.proc, root: machine.cgroup, pid: "99999") == nil)
  }
}
