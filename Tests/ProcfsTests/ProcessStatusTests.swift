import CalcmonTesting
import Procfs
import Testing

@Suite struct ProcessStatusTests {
  @Test(arguments: [
    ("Cpus_allowed_list:\t0-1\n", 2),
    ("Cpus_allowed_list:\t0-3,8\r\n", 5),
    ("Cpus_allowed:\tf\nCpus_allowed_list:\t0-3\nMems_allowed_list:\t0\n", 4),
    ("Name:\tCpus_allowed_list\nCpus_allowed_list:\t7\nUnknown_later:\tx\n", 1),
    ("Cpus_allowed_list: 2,4,6", 3),
  ])
  func `the affinity mask is read, whatever stands around it`(_ text: String, _ count: Int) throws {
    #expect(try ProcessStatus(parsing: text, path: "status").allowedProcessors?.count == count)
  }

  @Test(arguments: [
    ("Cpus_allowed_list:\t\n", "line 'Cpus_allowed_list:' is not a list of processors: ''"),
    ("Cpus_allowed_list:\t3-0\n", "line 'Cpus_allowed_list:' is not a list of processors: '3-0'"),
    ("Cpus_allowed_list:\tall\n", "line 'Cpus_allowed_list:' is not a list of processors: 'all'"),
  ])
  func `a mask that is none is refused with the reason`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "status", reason: reason)) { try ProcessStatus(parsing: text, path: "status") }
  }

  // gVisor, and the first Windows Subsystem for Linux.
  @Test(arguments: ["", "Name:\tx\nCpus_allowed:\tf\nThreads:\t3\n", "Cpus_allowed_list"])
  func `a kernel that does not tell the mask tells the rest`(_ text: String) throws {
    let status = try ProcessStatus(parsing: text, path: "status")
    #expect(status.allowedProcessors == nil)
    #expect(status.threads == (text.contains("Threads") ? 3 : nil))
  }

  @Test func `the agent of the fixture tree may run on four processors`() throws {
    #expect(try ProcessStatus(Fixture.tree(1), pid: "self").allowedProcessors?.count == 4)
  }

  @Test func `threads, switches and memory are read, the latter in bytes`() throws {
    let text =
      "VmHWM:\t   20 kB\nVmRSS:\t   16 kB\nThreads:\t6\nCpus_allowed_list:\t0\nvoluntary_ctxt_switches:\t2048\n"
      + "nonvoluntary_ctxt_switches:\t64\n"
    let status = try ProcessStatus(parsing: text, path: "status")
    #expect(status.residentBytes == 16 * 1024)
    #expect(status.residentPeakBytes == 20 * 1024)
    #expect(status.threads == 6)
    #expect(status.voluntarySwitches == 2048)
    #expect(status.involuntarySwitches == 64)
  }

  @Test(arguments: [
    ("Threads:\tmany\n", "line 'Threads:' is not a number: 'many'"),
    ("voluntary_ctxt_switches:\t-1\n", "line 'voluntary_ctxt_switches:' is not a number: '-1'"),
    ("VmRSS:\t-1 kB\n", "line 'VmRSS:' is not a size: '-1 kB'"),
    ("VmHWM:\n", "line 'VmHWM:' is not a size: ''"),
  ])
  func `a malformed line is refused with its name`(_ line: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "status", reason: reason)) {
      try ProcessStatus(parsing: "Cpus_allowed_list:\t0\n\(line)", path: "status")
    }
  }

  @Test func `a zombie has no memory, and still a mask`() throws {
    let status = try ProcessStatus(Machine("kernel-6.18-cgroup-v1", 2).proc, pid: "11659")
    #expect(status.residentBytes == nil)
    #expect(status.residentPeakBytes == nil)
    #expect(status.allowedProcessors?.processors == [1])
    #expect(status.involuntarySwitches == 590)
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", [0, 1, 2, 3], 25), ("kernel-5.15-hybrid", [0, 1], 400), ("kernel-6.1-cgroup-v2", Set(0...7), 210),
      ("kernel-6.6-arm64", [0, 1, 3], 30),
    ] as [(String, Set<Int>, UInt64)])
  func `the agent of each machine has its processors, and gives them up between the moments`(
    _ name: String, _ processors: Set<Int>, _ switches: UInt64
  ) throws {
    let first = try ProcessStatus(Machine(name, 1).proc, pid: "self")
    let second = try ProcessStatus(Machine(name, 2).proc, pid: "self")
    #expect(first.allowedProcessors?.processors == processors)
    #expect(try #require(second.voluntarySwitches) - (try #require(first.voluntarySwitches)) == switches)
  }
}
