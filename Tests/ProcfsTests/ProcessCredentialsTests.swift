import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct ProcessCredentialsTests {
  @Test func `ids are those for files, and pids those of all namespaces`() throws {
    let text = "TracerPid:\t7\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nGroups:\t8 9 \nNSpid:\t4711\t12\t1\nVmSize:\t 20 kB\n"
    let found = try ProcessCredentials(parsing: text, path: "status")
    #expect((found.user, found.group, found.groups) == (4, 8, [8, 9]))
    #expect(found.namespacePids == [4711, 12, 1])
    #expect(found.tracer == 7)
    #expect(found.hasMemory)
  }

  @Test func `an old kernel tells less`() throws {
    let found = try ProcessCredentials(parsing: "Uid:\t0 0 0 0\nGid:\t0 0 0 0\nGroups:\t\n", path: "status")
    #expect(found.namespacePids.isEmpty && found.groups.isEmpty && found.tracer == 0 && !found.hasMemory)
  }

  @Test(arguments: [
    "", "Uid:\t0 0 0\nGid:\t0 0 0 0\n", "Uid:\t0 0 0 x\nGid:\t0 0 0 0\n", "Uid:\t0 0 0 0\nGid:\t0 0 0 0\nNSpid:\t-\n",
  ])
  func `what is no status is refused`(_ text: String) {
    #expect(throws: ProcError.self) { try ProcessCredentials(parsing: text, path: "status") }
  }

  @Test func `this process is its own`() throws {
    let found = try ProcessCredentials(.own, pid: "self")
    #expect(found.user == geteuid() && found.hasMemory && found.namespacePids.last == getpid())
  }
}
