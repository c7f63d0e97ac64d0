import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct SystemStatTests {
  @Test(
    arguments: [
      ("btime 1795370400\n", 1_795_370_400),
      ("btime 1795370400", 1_795_370_400),
      ("cpu  1 2 3 4\nbtime 5\r\nprocesses 7\n", 5),
      ("softirq 1\nbtime   9  \nbtimes 1\n", 9),
      ("btime 18446744073709551615\n", .max),
    ] as [(String, UInt64)])
  func `the time of the boot is read`(_ text: String, _ expected: UInt64) throws {
    #expect(try SystemStat(parsing: text, path: "stat").bootSeconds == expected)
  }

  @Test(arguments: [
    ("btime \n", "line 'btime' is not a number: ''"),
    ("btime -5\n", "line 'btime' is not a number: '-5'"),
    ("btime 18446744073709551616\n", "line 'btime' is not a number: '18446744073709551616'"),
    ("btime 5 6\n", "line 'btime' is not a number: '5 6'"),
  ])
  func `one that is no number is refused with the reason`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "stat", reason: reason)) { try SystemStat(parsing: text, path: "stat") }
  }

  @Test(arguments: ["", "cpu  1 2 3 4\n", "btime\n", "xbtime 5\n"])
  func `without it the rest is read`(_ text: String) throws {
    let stat = try SystemStat(parsing: text, path: "stat")
    #expect(stat.bootSeconds == nil)
    #expect(stat.total?.idle == (text.hasPrefix("cpu") ? 0.04 : nil))
  }

  @Test func `in a procfs that is restricted to processes it is unavailable`() throws {
    let tree = try TemporaryTree(["self/stat": ""])
    defer { tree.remove() }
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/stat", errno: ENOENT)) {
      try SystemStat(ProcRoot(procfs: tree.path))
    }
  }

  @Test func `both moments of the fixture tree are of the same boot`() throws {
    #expect(try SystemStat(Fixture.tree(1)).bootSeconds == 1_795_370_400)
    #expect(try SystemStat(Fixture.tree(2)).bootSeconds == 1_795_370_400)
  }

  @Test func `each processor, the total and the tasks of now are read`() throws {
    let stat = try SystemStat(
      parsing: """
        cpu  300 3 40 5000 7 0 2 9 0 0
        cpu0 100 1 10 2000 3 0 1 4 0 0
        cpu2 200 2 30 3000 4 0 1 5 0 0
        intr 5 1 1 3
        ctxt 748895
        btime 1795370400
        procs_running 2
        procs_blocked 1
        """, path: "stat")
    #expect(stat.total?.user == 3)
    #expect(stat.total?.steal == 0.09)
    #expect(stat.processors.keys.sorted() == [0, 2])
    #expect(stat.processors[2]?.idle == 30)
    #expect(stat.processors[1] == nil)
    #expect(stat.contextSwitches == 748_895)
    #expect(stat.processesRunning == 2)
    #expect(stat.processesBlocked == 1)
  }

  @Test func `no line must be there`() throws {
    let stat = try SystemStat(parsing: "btime 1\n", path: "stat")
    #expect(stat.total == nil)
    #expect(stat.processors.isEmpty)
    #expect(stat.contextSwitches == nil && stat.processesRunning == nil && stat.processesBlocked == nil)
  }

  @Test(arguments: [
    "cpufreq 1 2 3 4\n", "cpu_something 1\n", "cpu1x 1 2\n", "cpu-1 1 2\n", "cpu1048576 x\n", "\n\n", "later kernel: 5\n",
    "cpu\n",
  ])
  func `a line that is none of these is passed over`(_ line: String) throws {
    let stat = try SystemStat(parsing: "cpu 1 2 3 4\n\(line)btime 1\ncpu0 1 2 3 4\n", path: "stat")
    #expect(stat.total?.idle == 0.04)
    #expect(stat.processors.keys.sorted() == [0])
  }

  @Test func `of a line that stands twice the first counts`() throws {
    let stat = try SystemStat(parsing: "cpu 1 2 3 4\ncpu 9 9 9 9\nbtime 1\nbtime 2\n", path: "stat")
    #expect(stat.total?.user == 0.01)
    #expect(stat.bootSeconds == 1)
  }

  @Test(arguments: [
    ("cpu 1 2 3\n", "line 'cpu': ends before field 4 (idle)"),
    ("cpu \n", "line 'cpu': ends before field 1 (user)"),
    ("cpu 1 2 3 4 x\n", "line 'cpu': field 5 (iowait) is not a number: 'x'"),
    ("cpu 1 -2 3 4\n", "line 'cpu': field 2 (nice) is not a number: '-2'"),
    ("cpu7 1 2 18446744073709551616 4\n", "line 'cpu7': field 3 (system) is not a number: '18446744073709551616'"),
    ("ctxt many\n", "line 'ctxt' is not a number: 'many'"),
    ("procs_running 1 2\n", "line 'procs_running' is not a number: '1 2'"),
  ])
  func `a malformed line is refused with its name, its field and what was found`(_ line: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "stat", reason: reason)) {
      try SystemStat(parsing: "\(line)btime 1\n", path: "stat")
    }
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", 1_700_000_007, [0, 1, 2, 3], 5000), ("kernel-5.15-hybrid", 1_780_001_234, [0, 1], 91_000),
      ("kernel-6.1-cgroup-v2", 1_790_000_000, Array(0...7), 4210), ("kernel-6.6-arm64", 1_788_888_888, [0, 1, 3], 8100),
    ] as [(String, UInt64, [Int], UInt64)])
  func `each machine has its boot and its processors, less those that are offline`(
    _ name: String, _ boot: UInt64, _ processors: [Int], _ switches: UInt64
  ) throws {
    let (first, second) = (try SystemStat(Machine(name, 1).proc), try SystemStat(Machine(name, 2).proc))
    #expect(first.bootSeconds == boot)
    #expect(second.bootSeconds == boot)
    #expect(first.processors.keys.sorted() == processors)
    #expect(try #require(second.contextSwitches) - (try #require(first.contextSwitches)) == switches)
  }
}
