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
    "0-9223372036854775807", "9223372036854775808",
  ])
  func `a reversed, cut, enormous or other text is no list`(_ text: String) {
    #expect(CPUList(parsing: text) == nil)
  }
}
