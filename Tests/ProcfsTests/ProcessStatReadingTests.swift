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
}
