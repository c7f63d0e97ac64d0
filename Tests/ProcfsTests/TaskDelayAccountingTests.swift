import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct TaskDelayAccountingTests {
  @Test(arguments: [("1\n", true), ("0\n", false), (" 1\r\n", true), ("0", false)])
  func `the switch is read`(_ text: String, _ isOn: Bool) throws {
    #expect(try TaskDelayAccounting(parsing: text, path: "task_delayacct").isOn == isOn)
  }

  @Test(arguments: ["", "2", "yes", "-1", "1 0"])
  func `another text is refused with what was found`(_ text: String) {
    #expect(throws: ProcError.malformed(path: "task_delayacct", reason: "is neither 0 nor 1: '\(text)'")) {
      try TaskDelayAccounting(parsing: text, path: "task_delayacct")
    }
  }

  @Test func `where it is on, a thread's waits for disks are told`() throws {
    let (first, second) = (try Machine("kernel-6.1-cgroup-v2", 1).proc, try Machine("kernel-6.1-cgroup-v2", 2).proc)
    #expect(try ProcessStat(first, pid: "701").delayacctBlkioSeconds(TaskDelayAccounting(first)) == 1.5)
    #expect(try ProcessStat(second, pid: "701").delayacctBlkioSeconds(TaskDelayAccounting(second)) == 1.8)
  }

  @Test func `where it is off, they are unavailable, and not 0`() throws {
    let proc = try Machine("kernel-5.15-hybrid", 1).proc
    let (stat, accounting) = (try ProcessStat(proc, pid: "self"), try TaskDelayAccounting(proc))
    #expect(throws: ProcError.unavailable(path: "\(proc.path)/sys/kernel/task_delayacct", errno: EOPNOTSUPP)) {
      try stat.delayacctBlkioSeconds(accounting)
    }
  }

  @Test func `a kernel from before the switch does not offer it`() throws {
    let proc = try Machine("kernel-3.10-cgroup-v1", 1).proc
    #expect(throws: ProcError.unavailable(path: "\(proc.path)/sys/kernel/task_delayacct", errno: ENOENT)) {
      try TaskDelayAccounting(proc)
    }
  }
}
