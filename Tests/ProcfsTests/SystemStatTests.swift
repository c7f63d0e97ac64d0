import Procfs
import Testing

@Suite struct SystemStatTests {
  @Test(
    arguments: [
      ("btime 1795370400\n", 1_795_370_400),
      ("btime 1795370400", 1_795_370_400),
      ("cpu  1 2 3\nbtime 5\r\nprocesses 7\n", 5),
      ("softirq 1\nbtime   9  \nbtimes 1\n", 9),
      ("btime 18446744073709551615\n", .max),
    ] as [(String, UInt64)])
  func `the time of the boot is read`(_ text: String, _ expected: UInt64) throws {
    #expect(try SystemStat(parsing: text, path: "stat").bootSeconds == expected)
  }

  @Test(arguments: [
    ("", "no line 'btime'"),
    ("cpu  1 2 3\n", "no line 'btime'"),
    ("btime\n", "no line 'btime'"),
    ("xbtime 5\n", "no line 'btime'"),
    ("btime \n", "line 'btime' is not a number: ''"),
    ("btime -5\n", "line 'btime' is not a number: '-5'"),
    ("btime 18446744073709551616\n", "line 'btime' is not a number: '18446744073709551616'"),
    ("btime 5 6\n", "line 'btime' is not a number: '5 6'"),
  ])
  func `a text without it is refused with the reason`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "stat", reason: reason)) { try SystemStat(parsing: text, path: "stat") }
  }

  @Test func `both moments of the fixture tree are of the same boot`() throws {
    #expect(try SystemStat(Fixture.tree(1)).bootSeconds == 1_795_370_400)
    #expect(try SystemStat(Fixture.tree(2)).bootSeconds == 1_795_370_400)
  }
}
