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
    #expect(try ProcessStatus(parsing: text, path: "status").allowedProcessors.count == count)
  }

  @Test(arguments: [
    ("", "no line 'Cpus_allowed_list:'"),
    ("Name:\tx\nCpus_allowed:\tf\n", "no line 'Cpus_allowed_list:'"),
    ("Cpus_allowed_list", "no line 'Cpus_allowed_list:'"),
    ("Cpus_allowed_list:\t\n", "line 'Cpus_allowed_list:' is not a list of processors: ''"),
    ("Cpus_allowed_list:\t3-0\n", "line 'Cpus_allowed_list:' is not a list of processors: '3-0'"),
    ("Cpus_allowed_list:\tall\n", "line 'Cpus_allowed_list:' is not a list of processors: 'all'"),
  ])
  func `a text without a mask is refused with the reason`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "status", reason: reason)) { try ProcessStatus(parsing: text, path: "status") }
  }

  @Test func `the agent of the fixture tree may run on four processors`() throws {
    #expect(try ProcessStatus(Fixture.tree(1), pid: "self").allowedProcessors.count == 4)
  }
}
