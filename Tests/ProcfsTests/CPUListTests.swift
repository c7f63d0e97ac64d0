import Procfs
import Testing

@Suite struct CPUListTests {
  @Test(arguments: [
    ("0", 1), ("17", 1), ("0-3", 4), ("3-3", 1), ("0-3,8", 5), ("0,2,4-5,127", 5), ("0-1048575", 1_048_576),
  ])
  func `processors and ranges are counted`(_ text: String, _ count: Int) throws {
    let list = try #require(CPUList(parsing: text))
    #expect(list.count == count)
  }

  @Test(arguments: [
    "", " ", ",", "0,", ",0", "0,,1", "3-0", "-", "-1", "1-", "0-1-2", "a", "0-b", "0x3", "1.5", "0 1", "0- 3", "0-1048576",
    "0-9223372036854775807", "9223372036854775808", "1048576",
  ])
  func `a reversed, cut, enormous or other text is no list`(_ text: String) {
    #expect(CPUList(parsing: text) == nil)
  }

  @Test(
    arguments: [
      ("0", [0]), ("0-3", [0, 1, 2, 3]), ("8,0-1", [0, 1, 8]), ("0-2,1-3", [0, 1, 2, 3]), ("5,5,5-5", [5]),
      ("1-2,3,2-2", [1, 2, 3]),
    ] as [(String, Set<Int>)])
  func `the numbers are a set, and none counts twice`(_ text: String, _ processors: Set<Int>) throws {
    let list = try #require(CPUList(parsing: text))
    #expect(list.processors == processors)
    #expect(list.count == processors.count)
  }

  @Test(
    arguments: [
      ("0-3,8", "2-9", "2-3,8"), ("0-127", "0-1", "0-1"), ("4-7", "0-3", nil), ("0,2,4,6", "1-5", "2,4"),
      ("0-9", "1-2,4,7-20", "1-2,4,7-9"),
    ] as [(String, String, String?)])
  func `what two lists have in common`(_ one: String, _ other: String, _ common: String?) throws {
    let (a, b) = (try #require(CPUList(parsing: one)), try #require(CPUList(parsing: other)))
    #expect(a.intersection(b) == common.flatMap { CPUList(parsing: $0) } ?? CPUList([]))
    #expect(a.intersection(b) == b.intersection(a))
  }

  @Test func `a list of numbers leaves out what no processor can have`() {
    #expect(CPUList([3, 1, 2, -1, 1 << 20, 1]) == CPUList(parsing: "1-3"))
  }

  @Test func `equal sets are equal, however they are written`() {
    #expect(CPUList(parsing: "0-3,8") == CPUList(parsing: "8,2-3,0,1,0-2"))
  }

  @Test(.timeLimit(.minutes(1))) func `a list of many enormous ranges takes no more than one of them`() throws {
    let list = try #require(CPUList(parsing: Array(repeating: "0-1048575", count: 50_000).joined(separator: ",")))
    #expect(list.count == 1_048_576)
  }
}
