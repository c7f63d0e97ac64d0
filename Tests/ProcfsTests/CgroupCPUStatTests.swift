import CalcmonTesting
import Procfs
import Testing

@Suite struct CgroupCPUStatTests {
  @Test func `v1 is in nanoseconds`() throws {
    let stat = try CgroupCPUStat(
      parsing: "nr_periods 23\nnr_throttled 22\nthrottled_time 844141305\nburst_time 0\n", path: "cpu.stat")
    #expect(stat.periods == 23)
    #expect(stat.throttledPeriods == 22)
    #expect(stat.throttledSeconds == 0.844141305)
    #expect(stat.usageSeconds == nil)
  }

  @Test func `v2 is in microseconds`() throws {
    let text = "usage_usec 9000000\nuser_usec 1\nlater x\nnr_periods 5\nnr_throttled 3\nthrottled_usec 250000\r\nnr_bursts 0\n"
    let stat = try CgroupCPUStat(parsing: text, path: "cpu.stat")
    #expect(stat.periods == 5)
    #expect(stat.throttledPeriods == 3)
    #expect(stat.throttledSeconds == 0.25)
    #expect(stat.usageSeconds == 9)
  }

  @Test(arguments: ["", "\n", "usage_usec 5\n", "later 5\n", "throttled_usec\n"])
  func `what a group does not tell is absent`(_ text: String) throws {
    let stat = try CgroupCPUStat(parsing: text, path: "cpu.stat")
    #expect(stat.periods == nil && stat.throttledPeriods == nil && stat.throttledSeconds == nil)
  }

  @Test(arguments: ["nr_periods", "nr_throttled", "throttled_time", "throttled_usec", "usage_usec"])
  func `a line that is no number is refused with its name`(_ name: String) {
    for value in ["", "x", "-1", "1.5", "18446744073709551616", "1 2"] {
      #expect(throws: ProcError.malformed(path: "cpu.stat", reason: "line '\(name)' is not a number: '\(value)'")) {
        try CgroupCPUStat(parsing: "\(name) \(value)\n", path: "cpu.stat")
      }
    }
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", 61, 61.75), ("kernel-5.15-hybrid", 2.5, 2.875), ("kernel-6.1-cgroup-v2", 1.75, 3.25),
      ("kernel-6.18-cgroup-v1", 0.844141305, 4.135331978), ("kernel-6.6-arm64", 0, 0),
    ] as [(String, Double, Double)])
  func `each machine's agent was stopped by its group's quota and those above`(
    _ name: String, _ first: Double, _ second: Double
  ) throws {
    for (moment, expected) in [(1, first), (2, second)] {
      let machine = try Machine(name, moment)
      let seconds = try #require(try Cgroup.throttledSeconds(proc: machine.proc, root: machine.cgroup, pid: "self"))
      #expect(abs(seconds - expected) < 1e-9)
    }
  }

  private static func throttled(_ membership: String, _ files: [String: String]) throws -> Double? {
    var all = ["proc/stat": "", "proc/7/stat": "", "proc/7/cgroup": membership]
    for (file, text) in files { all["cgroup/\(file)"] = text }
    let tree = try TemporaryTree(all)
    defer { tree.remove() }
    let machine = try Machine(in: tree.path)
    return try Cgroup.throttledSeconds(proc: machine.proc, root: machine.cgroup, pid: "7")
  }

  @Test(
    arguments: [
      (
        "0::/a/b\n",
        ["a/b/cpu.stat": "throttled_usec 1000000\n", "a/cpu.stat": "throttled_usec 500000\n", "cpu.stat": "usage_usec 9\n"], 1.5
      ),
      ("0::/a/b\n", ["a/cpu.stat": "throttled_usec 500000\n"], 0.5),
      ("0::/a\n", ["a/cpu.stat": "throttled_usec 500000\n", "a/b/cpu.stat": "throttled_usec 7\n"], 0.5),
      ("0::/a\n", ["a/cpu.stat": "usage_usec 9\n"], nil),
      ("0::/a\n", ["a/cpu.stat/": ""], nil),
      ("0::/a\n", [:], nil),
      ("", ["cpu.stat": "throttled_usec 1\n"], nil),
      ("2:memory:/a\n", ["memory/a/cpu.stat": "throttled_time 1\n"], nil),
      ("1:cpu:/a\n", ["cpu/a/cpu.stat": "throttled_time 2000000000\n"], 2),
      // Both names lead to one hierarchy: it counts once.
      (
        "1:cpu,cpuacct:/\n",
        ["cpu/cpu.stat": "throttled_time 1000000000\n", "cpu,cpuacct/cpu.stat": "throttled_time 1000000000\n"], 1
      ),
      ("1:cpuacct,cpu:/\n", ["cpu,cpuacct/cpu.stat": "throttled_time 1000000000\n"], 1),
      // On a hybrid system the hierarchy with the controller counts, whichever it is.
      (
        "1:cpu:/a\n0::/a\n",
        [
          "cpu/a/cpu.stat": "throttled_time 1000000000\n", "unified/cgroup.controllers": "",
          "unified/a/cpu.stat": "throttled_usec 7000000\n",
        ], 1
      ),
      ("1:memory:/a\n0::/a\n", ["unified/cgroup.controllers": "cpu\n", "unified/a/cpu.stat": "throttled_usec 7000000\n"], 7),
    ] as [(String, [String: String], Double?)])
  func `the figures of the group and those above it are added up`(
    _ membership: String, _ files: [String: String], _ seconds: Double?
  ) throws {
    #expect(try Self.throttled(membership, files) == seconds)
  }

  @Test func `a malformed figure of any group is an error that names its file`() throws {
    let error = #expect(throws: ProcError.self) { try Self.throttled("0::/a\n", ["cpu.stat": "throttled_usec x\n"]) }
    #expect(error?.description.hasSuffix("/cgroup/cpu.stat: line 'throttled_usec' is not a number: 'x'") == true)
  }

  @Test func `a process that has ended is gone`() throws {
    let machine = try Machine("kernel-6.1-cgroup-v2", 1)
    #expect(throws: ProcError.gone(path: "\(machine.proc.path)/5/cgroup")) {
      try Cgroup.throttledSeconds(proc: machine.proc, root: machine.cgroup, pid: "5")
    }
  }
}
