import CalcmonTesting
import Procfs
import Testing

@Suite struct OpenFilesTests {
  @Test func `the fixture tree's agent has nine open descriptors`() throws {
    #expect(try OpenFiles.count(Fixture.tree(1), pid: "self") == 9)
  }

  @Test func `a process that has ended is gone`() throws {
    let proc = try Fixture.tree(2)
    #expect(throws: ProcError.gone(path: "\(proc.path)/2003/fd")) { try OpenFiles.count(proc, pid: "2003") }
  }
}
