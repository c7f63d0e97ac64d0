import CalcmonTesting
import Procfs
import Testing

@Suite struct ProcessLimitsTests {
  private static let header = "Limit                     Soft Limit           Hard Limit           Units     \n"

  @Test(
    arguments: [
      ("Max open files            1024                 524288               files     \n", 1024),
      ("Max open files            20000                unlimited            files     \r\n", 20000),
      ("Max open files            0                    0                    files", 0),
      ("Max processes             7 7 processes\nMax open files 5\nMax new thing 1 2 things\n", 5),
      ("Max open files            unlimited            unlimited            files     \n", nil),
      ("Max open files            18446744073709551615 unlimited            files     \n", .max),
    ] as [(String, UInt64?)])
  func `the soft limit on open files is read`(_ line: String, _ expected: UInt64?) throws {
    #expect(try ProcessLimits(parsing: Self.header + line, path: "limits").openFiles == expected)
  }

  @Test(arguments: [
    ("", "no line 'Max open files'"),
    ("Max cpu time              unlimited            unlimited            seconds   \n", "no line 'Max open files'"),
    ("Max open files\n", "line 'Max open files' has no soft limit: ''"),
    ("Max open files            -1 -1 files\n", "line 'Max open files' has no soft limit: '-1'"),
    ("Max open files            Unlimited\n", "line 'Max open files' has no soft limit: 'Unlimited'"),
    (
      "Max open files            18446744073709551616 1 files\n",
      "line 'Max open files' has no soft limit: '18446744073709551616'"
    ),
  ])
  func `a table without the limit is refused with the reason`(_ lines: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "limits", reason: reason)) {
      try ProcessLimits(parsing: Self.header + lines, path: "limits")
    }
  }

  @Test func `the agent of the fixture tree may open 1024 files`() throws {
    #expect(try ProcessLimits(Fixture.tree(1), pid: "self").openFiles == 1024)
  }
}
