import CalcmonTesting
import Procfs
import Testing

@Suite struct ProcessStatmTests {
  @Test(arguments: ["22656 3509 1721 1 0 4142 0\n", "22656 3509 1721 1 0 4142", "22656 3509 1721 1 x 4142 0 later\r\n"])
  func `pages are read`(_ text: String) throws {
    let statm = try ProcessStatm(parsing: text, path: "statm")
    #expect(
      [statm.sizePages, statm.residentPages, statm.sharedPages, statm.textPages, statm.dataPages] == [22656, 3509, 1721, 1, 4142])
  }

  @Test(arguments: [
    ("", "ends before field 1 (size)"),
    ("1 2 3 4 5\n", "ends before field 6 (data)"),
    ("1 -2 3 4 5 6\n", "field 2 (resident) is not a number: '-2'"),
    ("1 2 18446744073709551616 4 5 6\n", "field 3 (shared) is not a number: '18446744073709551616'"),
    ("1 2 3 x 5 6\n", "field 4 (text) is not a number: 'x'"),
  ])
  func `another text is refused with its field`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "statm", reason: reason)) { try ProcessStatm(parsing: text, path: "statm") }
  }

  @Test func `a process grows between the moments, and a zombie has nothing`() throws {
    #expect(try ProcessStatm(Machine("kernel-6.1-cgroup-v2", 1).proc, pid: "701").residentPages == 9000)
    #expect(try ProcessStatm(Machine("kernel-6.1-cgroup-v2", 2).proc, pid: "701").residentPages == 9040)
    #expect(try ProcessStatm(Machine("kernel-6.18-cgroup-v1", 2).proc, pid: "11659").sizePages == 0)
  }

  @Test func `this process and one that has ended`() throws {
    let proc = try ProcRoot(procfs: "/proc")
    #expect(try ProcessStatm(proc, pid: "self").residentPages > 0)
    #expect(throws: ProcError.gone(path: "/proc/2147483647/statm")) { try ProcessStatm(proc, pid: "2147483647") }
  }
}
