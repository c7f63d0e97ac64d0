import Rendering
import Testing

@Suite struct WidthTests {
  @Test(
    arguments: [
      ("", 0), ("plain", 5), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한", 2), ("🎉", 2), ("a\u{200B}b", 2), ("ｱ", 1), ("Ａ", 2),
    ] as [(String, Int)])
  func `Wide characters take two columns, and combining ones none`(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  private let table = Table(
    header: ["NAME", "N", "WORDS"], rightAligned: [1], rows: [["日本", "1", "some words"], ["b", "23", "x"]])

  @Test func `Columns are as wide as their characters`() {
    #expect(table.lines == ["NAME   N  WORDS", "日本   1  some words", "b     23  x"])
  }

  @Test func `A table that fits is as elsewhere`() {
    #expect(table.lines(width: 20) == table.lines)
    #expect(!table.isFolded(at: 20))
    #expect(!table.isFolded(at: nil))
  }

  @Test func `A wider one goes on in lines that are set in`() {
    #expect(table.isFolded(at: 19))
    #expect(
      table.lines(width: 19) == [
        "NAME   N", "    WORDS", "日本   1", "    some words", "b     23", "    x",
      ])
  }

  @Test(arguments: [8, 12, 20, 40])
  func `No line is wider than the terminal, and nothing is left out`(width: Int) {
    let table = Table(
      header: ["A", "LONG HEADER"], rightAligned: [], rows: [["x", String(repeating: "日y", count: 20)], ["z", ""]])
    let lines = table.lines(width: width)
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
    let all = lines.joined().filter { $0 != " " }
    #expect(all.count(where: { $0 == "日" }) == 20)
    #expect(all.count(where: { $0 == "y" }) == 20)
  }

  private func line(_ columns: Int?) -> String {
    ProgressText.line(
      "hybrid in asyncio", share: 0.5, notes: ["107/500", "1039 items/s", "latency up to 2.99 ms"], columns: columns)
  }

  @Test func `A line of progress has all where there is room`() {
    #expect(line(nil) == "hybrid in asyncio  [############............]  107/500  1039 items/s  latency up to 2.99 ms")
    #expect(line(200) == line(nil))
  }

  @Test func `Then its bar becomes shorter, then notes go, then the bar`() {
    #expect(line(79) == "hybrid in asyncio  [######......]  107/500  1039 items/s  latency up to 2.99 ms")
    #expect(line(59) == "hybrid in asyncio  [#######........]  107/500  1039 items/s")
    #expect(line(39) == "hybrid in asyncio  [####.....]  107/500")
    #expect(line(30) == "hybrid in asyncio  107/500")
    #expect(line(12) == "hybrid in a…")
  }

  @Test(arguments: 1...120) func `It is never wider than there is room`(columns: Int) {
    #expect(DisplayWidth.of(line(columns)) <= columns)
  }

  @Test func `A text is wrapped between words, and a word that is too wide has a line of its own`() {
    #expect(WrappedText.lines("one two three", width: 9, indent: "  ") == ["  one two", "  three"])
    #expect(WrappedText.lines("a looooooong b", width: 6) == ["a", "looooooong", "b"])
    #expect(WrappedText.lines("one two three", width: 9, hanging: "  ") == ["one two", "  three"])
    #expect(WrappedText.lines("one two", width: nil, indent: " ") == [" one two"])
    #expect(WrappedText.lines("", width: 5) == [""])
  }

  @Test func `A note stands below its row, and does not make the table wide`() {
    let table = Table(header: ["A"], rightAligned: [], rows: [["1"], ["2"]], notes: [0: "a long sentence"])
    #expect(table.lines == ["A", "1", "    a long sentence", "2"])
    #expect(table.lines(width: 12) == ["A", "1", "    a long", "    sentence", "2"])
    #expect(!table.isFolded(at: 12))
  }
}
