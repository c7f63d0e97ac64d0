import CalcmonTesting
import Procfs
import Testing

@Suite struct ProcessSmapsRollupTests {
  @Test(
    arguments: [
      ("Pss:                 330 kB\n", 337_920),
      ("Pss: 330 kB\r\n", 337_920),
      ("556e-7fff ---p 0 00:00 0  [rollup]\nRss: 1728 kB\nPss:  330 kB\nPss_Dirty:  112 kB\n", 337_920),
      ("Pss_Dirty: 112 kB\nPss_Anon: 5 kB\nPss: 7 kB\n", 7_168),
      ("Pss: 0 kB\n", 0),
      ("Pss: 7 kB\nSomethingNew: words that nobody knows\n", 7_168),
      ("Pss: 7 kB", 7_168),
      ("Pss: 1125899906842623 kB\n", 1_152_921_504_606_845_952),
    ] as [(String, UInt64)])
  func `the line Pss is read in bytes`(_ text: String, _ expected: UInt64) throws {
    #expect(try ProcessSmapsRollup(parsing: text, path: "smaps_rollup").proportionalBytes == expected)
  }

  @Test(arguments: [
    ("Pss:\n", "line 'Pss:' is not a size: ''"),
    ("Pss: kB\n", "line 'Pss:' is not a size: 'kB'"),
    ("Pss: -1 kB\n", "line 'Pss:' is not a size: '-1 kB'"),
    ("Pss: 1.5 kB\n", "line 'Pss:' is not a size: '1.5 kB'"),
    ("Pss: 1125899906842624 kB\n", "line 'Pss:' is not a size: '1125899906842624 kB'"),
    ("Pss: 18446744073709551616 kB\n", "line 'Pss:' is not a size: '18446744073709551616 kB'"),
  ])
  func `a line that is no size is refused with the reason`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "smaps_rollup", reason: reason)) {
      try ProcessSmapsRollup(parsing: text, path: "smaps_rollup")
    }
  }

  @Test(arguments: ["", "\n", "Rss: 1728 kB\nPss_Dirty: 112 kB\n", "Pss"])
  func `without the line nothing is told, and not zero`(_ text: String) throws {
    #expect(try ProcessSmapsRollup(parsing: text, path: "smaps_rollup").proportionalBytes == nil)
  }

  @Test func `processes of the fixture tree are read`() throws {
    #expect(try ProcessSmapsRollup(Fixture.tree(1), pid: "2000").proportionalBytes == 9216 * 1024)
    #expect(try ProcessSmapsRollup(Fixture.tree(2), pid: "2000").proportionalBytes == 9984 * 1024)
  }
}
