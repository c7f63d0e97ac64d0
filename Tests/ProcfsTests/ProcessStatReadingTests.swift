import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct ProcessStatReadingTests {
  @Test func `the agent of the fixture tree is read under self and under its pid alike`() throws {
    let proc = try Fixture.tree(1)
    let stat = try ProcessStat(proc, pid: "self")
    #expect(stat.pid == 1000)
    #expect(stat.comm == "calcmon")
    #expect(stat.virtualBytes == 214_958_080)
    #expect(stat == (try ProcessStat(proc, pid: "1000")))
  }

  @Test func `this process itself is read from the real procfs`() throws {
    let stat = try ProcessStat(ProcRoot(procfs: "/proc"), pid: "self")
    #expect(stat.pid == getpid())
    #expect(stat.parent == getppid())
    #expect(stat.residentPages > 0)
  }

  @Test func `a process that has ended is gone`() throws {
    let proc = try Fixture.tree(2)
    #expect(throws: ProcError.gone(path: "\(proc.path)/2003/stat")) { try ProcessStat(proc, pid: "2003") }
  }

  @Test func `an error names the file`() throws {
    let tree = try TemporaryTree(["stat": "", "7/stat": "nonsense"])
    defer { tree.remove() }
    let proc = try ProcRoot(procfs: tree.path)
    let error = #expect(throws: ProcError.self) { try ProcessStat(proc, pid: "7") }
    #expect(error?.description == "\(tree.path)/7/stat: no command name in parentheses")
  }

  @Test func `a thread is read under its process`() throws {
    let proc = try Machine("kernel-6.1-cgroup-v2", 1).proc
    let thread = try ProcessStat(proc, pid: "701", thread: 702)
    #expect(thread.pid == 702)
    #expect(thread.comm == "step (io)")
    #expect(thread.state == "D")
    #expect(thread.userSeconds == 4.3)
    #expect(thread.majorFaults == 9)
    #expect(thread.processor == 5)
    #expect(thread.threads == (try ProcessStat(proc, pid: "701").threads))
    #expect(throws: ProcError.gone(path: "\(proc.path)/701/task/703/stat")) { try ProcessStat(proc, pid: "701", thread: 703) }
  }

  @Test func `this thread is read from the real procfs`() throws {
    let thread = try ProcessStat(ProcRoot(procfs: "/proc"), pid: "self", thread: getpid())
    #expect(thread.pid == getpid())
    #expect(thread.threads > 0)
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", "901", 0.95, 0.01, 9, "old (worker)"), ("kernel-5.15-hybrid", "800", 0.31, 0.09, 0, "calcmon"),
      ("kernel-6.1-cgroup-v2", "701", 0.8, 0.05, 90, "python3"), ("kernel-6.18-cgroup-v1", "11658", 3.82, 0, 0, "worker"),
      ("kernel-6.18-cgroup-v1", "11659", 1.18, 0, 3, ") R 1 (\nx"), ("kernel-6.6-arm64", "42", 0.08, 0.03, 0, "calcmon"),
    ] as [(String, String, Double, Double, UInt64, String)])
  func `between the moments a process of each machine has used time`(
    _ name: String, _ pid: String, _ user: Double, _ system: Double, _ faults: UInt64, _ comm: String
  ) throws {
    let first = try ProcessStat(Machine(name, 1).proc, pid: pid)
    let second = try ProcessStat(Machine(name, 2).proc, pid: pid)
    #expect(first.comm == comm)
    #expect(abs(second.userSeconds - first.userSeconds - user) < 1e-9)
    #expect(abs(second.systemSeconds - first.systemSeconds - system) < 1e-9)
    #expect(second.minorFaults - first.minorFaults == faults)
    #expect(second.startTicks == first.startTicks)
  }

  @Test func `a zombie with a name made to deceive is a zombie`() throws {
    let stat = try ProcessStat(Machine("kernel-6.18-cgroup-v1", 2).proc, pid: "11659")
    #expect(stat.state == "Z")
    #expect(stat.parent == 11616)
    #expect(stat.residentPages == 0)
  }
}
