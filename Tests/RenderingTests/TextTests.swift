import Rendering
import Testing
import Thresholds

@Suite struct TextTests {
  @Test func `Columns stand two spaces apart, numbers to the right, without spaces at the end`() {
    let table = Table(header: ["NAME", "N", ""], rightAligned: [1], rows: [["a", "1", ""], ["bcdef", "234", "x"]])
    #expect(table.lines == ["NAME     N", "a        1", "bcdef  234  x"])
  }

  @Test(arguments: [
    ("plain", "plain"), ("a\u{1B}[2Jb", "a\\u{1B}[2Jb"), ("a\nb", "a\\u{A}b"), ("\u{202E}x", "\\u{202E}x"), ("é ü 日", "é ü 日"),
  ])
  func `What acts on a terminal is written as an escape`(_ text: String, _ shown: String) {
    #expect(Printable.text(text) == shown)
  }

  @Test func `A quoted text is one line, and not too long`() {
    #expect("a\nb".quoted == "\"a\\u{A}b\"")
    #expect(String(repeating: "x", count: 81).quoted == "\"\(String(repeating: "x", count: 80))…\"")
  }

  @Test func `Reports and tables of pages mark a verdict each in their way`() {
    #expect([Verdict.met, .breached, .unknown].map(\.mark) == ["✓", "✗", "?"])
    #expect([Verdict.met, .breached, .unknown].map(\.sign) == ["✓", "✗", "○"])
  }

  @Test func `In Markdown a name is neither markup nor a link`() {
    #expect(MarkdownText.code("mixed") == "`mixed`")
    #expect(MarkdownText.code("a`b") == "<code>a&#96;b</code>")
    #expect(MarkdownText.escape("http://x") == "http&#58;//x")
    #expect(MarkdownText.escape("see www.example.org") == "see www&#46;example.org")
  }

  @Test(arguments: [
    ("event_loop_latency", "event_loop_latency"), ("_a_", "&#95;a&#95;"), ("a__b", "a&#95;&#95;b"), ("a_ b", "a&#95; b"),
    ("é_b", "é&#95;b"), ("9_z", "9_z"), ("*a_b*", "&#42;a_b&#42;"),
  ])
  func `Within a word an underscore is no markup`(_ text: String, _ escaped: String) {
    #expect(MarkdownText.escape(text) == escaped)
  }

  @Test func `Markup escapes strings, and nothing else`() {
    let name = "<b> & \"c\""
    let markup: Markup = "<p title=\"\(name)\">\(1) \("<i>" as Markup)</p>"
    #expect(markup.text == "<p title=\"&lt;b&gt; &amp; &quot;c&quot;\">1 <i></p>")
  }
}
