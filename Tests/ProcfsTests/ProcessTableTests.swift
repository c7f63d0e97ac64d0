import Glibc
import CalcmonTesting
import Procfs
import Testing

@Suite struct ProcessTableTests {
  private static func entry(_ text: String) -> ProcessTable.Entry? {
    Array(text.utf8).withUnsafeBytes { ProcessTable.Entry(parsing: $0) }
  }

  private static func line(_ pid: Int32, _ comm: String = "x", parent: Int32 = 1, rest: String = "7 3 20 10 20 0 1 0 99 4096 1")
    -> String
  {
    "\(pid) (\(comm)) S \(parent) 1 1 0 -1 0 0 0 0 0 \(rest)\n"
  }

  @Test(arguments: ["x", "a b", "a) R 1 (b", "((", "))", "line\nbreak", "", "é"])
  func `times are found whatever the process calls itself`(_ comm: String) throws {
    let entry = try #require(Self.entry(Self.line(42, comm, parent: 5)))
    #expect(entry == ProcessTable.Entry(pid: 42, parent: 5, startTicks: 99, ownTicks: 10, reapedTicks: 30, comm: comm))
  }

  @Test func `a name that is cut in the middle of a character, or is no UTF-8 at all, is shown as far as it can be`() throws {
    func comm(_ bytes: [UInt8]) throws -> String {
      let line = Array("42 (".utf8) + bytes + Array(") S 5 1 1 0 -1 0 0 0 0 0 7 3 20 10 20 0 1 0 99 4096 1\n".utf8)
      return try #require(line.withUnsafeBytes { ProcessTable.Entry(parsing: $0) }).comm
    }
    #expect(try comm(Array("fifteen bytes ".utf8) + [0xc3]) == "fifteen bytes \u{FFFD}")
    #expect(try comm([0xff, 0x29, 0x0a, 0x80]) == "\u{FFFD})\n\u{FFFD}")
  }

  @Test func `more processes than are read are cut, and that is known`() throws {
    let count = ProcessTable.limit + 3
    let tree = try TemporaryTree(
      ["stat": "btime 1\n"].merging((1...count).map { ("\($0)/stat", Self.line(Int32($0))) }) { one, _ in one })
    defer { tree.remove() }
    let table = try ProcessTable(ProcRoot(procfs: tree.path))
    #expect(table.isCut)
    #expect(table.entries.count == ProcessTable.limit)
    #expect(table.unread == 0)
  }

  @Test(
    arguments: [
      "", "42", "42 (x", "42 x) S 1", "42 (x) S 1", "42 (x) S a 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 5",
      "y (x) S 1 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 5", "42 (x) S 1 1 1 0 -1 0 0 0 0 0 1 99999999999999999999 3 4 20 0 1 0 5",
    ])
  func `a line of another form gives none`(_ text: String) {
    #expect(Self.entry(text) == nil)
  }

  @Test func `a file that is cut short or is gone counts as unread`() throws {
    let tree = try TemporaryTree([
      "stat": "btime 1\n", "1/stat": Self.line(1, "init", parent: 0), "20/stat": "20 (cut", "21/": "", "self/stat": "",
      "sys/": "",
    ])
    defer { tree.remove() }
    let table = try ProcessTable(ProcRoot(procfs: tree.path))
    #expect(table.entries.keys.sorted() == [1])
    #expect(table.unread == 2)
    #expect(!table.isCut)
  }

  @Test func `this process is among those of the machine`() throws {
    let table = try ProcessTable(ProcRoot.own)
    let own = try #require(table.entries[getpid()])
    #expect(own.parent == getppid())
    #expect(try ProcessStat(ProcRoot.own, pid: "self").startTicks == own.startTicks)
  }
}
