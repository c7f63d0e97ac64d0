import Alerting
import CalcmonTesting
import Foundation
import Pages
import Samples
import Testing

/// The part of Markdown that runbooks use.
@Suite struct RunbookMarkdownTests {
  /// What stands below the page's heading.
  private func html(_ markdown: String) -> String {
    let page = RunbookPage.html(name: "CalcmonRunFailing", markdown: markdown, root: "/r", version: "1")
    guard let begin = page.firstRange(of: "</h1>\n"), let end = page.firstRange(of: "\n</article>") else { return page }
    return begin.upperBound <= end.lowerBound ? String(page[begin.upperBound..<end.lowerBound]) : ""
  }

  @Test(arguments: [
    ("", ""), ("\n \n", ""), ("# A\n\nb", "<p>b</p>"), ("a\nb", "<p>a b</p>"), ("a\n\nb", "<p>a</p>\n<p>b</p>"),
    ("## A & B", "<h2>A &amp; B</h2>"),
    ("### C", "<h3>C</h3>"), ("#a", "<p>#a</p>"), ("- a\n  b\n- c", "<ul>\n<li>a b</li>\n<li>c</li>\n</ul>"),
    ("a:\n- b", "<p>a:</p>\n<ul>\n<li>b</li>\n</ul>"),
    ("    x <y>\n\n      z\n\nb", "<pre tabindex=\"0\"><code>x &lt;y&gt;\n\n  z</code></pre>\n<p>b</p>"),
    ("a\r\nb", "<p>a b</p>"), ("| a |", "<p>| a |</p>"),
  ])
  func `Blocks`(markdown: String, expected: String) {
    #expect(html(markdown) == expected)
  }

  @Test(arguments: [
    ("`a*b*`", "<code>a*b*</code>"), ("**a `b**` c**", "<strong>a `b</strong>` c**"),
    ("**a `b` c**", "<strong>a <code>b</code> c</strong>"),
    ("*a*", "<em>a</em>"), ("2 * 3 * 4", "2 * 3 * 4"), ("**", "**"), ("``", "``"), ("`a", "`a"), ("<b>", "&lt;b&gt;"),
    ("[a](http://b)", "[a](http://b)"), ("a_b_c", "a_b_c"), ("CalcmonRunFailing", "CalcmonRunFailing"),
    ("see CalcmonQueueGrowing.", "see <a href=\"/r/runbooks/CalcmonQueueGrowing\">CalcmonQueueGrowing</a>."),
  ])
  func `Inside of a line`(markdown: String, expected: String) {
    #expect(html(markdown) == "<p>\(expected)</p>")
  }

  @Test func `A table has a header and rows of its width; a bar in code is none`() {
    let html = html("| a | b |\n|---|:-:|\n| 1 |\n| `x|y` | 2 | 3 |\n\nend")
    #expect(html.contains("<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>"))
    #expect(
      html.contains(
        "<tr><th scope=\"row\">1</th><td></td></tr>\n<tr><th scope=\"row\"><code>x|y</code></th><td>2</td></tr>\n</tbody>"))
    #expect(html.hasSuffix("<p>end</p>"))
  }

  @Test(arguments: Runbook.names)
  func `Every word of a runbook is on its page`(alert: String) throws {
    let markdown = String(decoding: try #require(Runbook.text(of: alert)), as: UTF8.self)
    let html = RunbookPage.html(name: alert, markdown: markdown, root: "", version: "1")
    #expect(HTMLShape.firstUnbalanced(html) == nil)
    #expect(words(text(HTMLShape.main(html))).contains(words(markdown)))
    #expect(html.contains("<h2>What it means</h2>") && !html.contains("**"))
  }

  /// Letters and digits only: signs may be markup.
  private func words(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }

  private func text(_ html: String) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    return entities.reduce(html.replacing(/<[^>]*>/, with: " ")) { $0.replacing($1.0, with: $1.1) }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Whatever is in a text, the page is well-formed`(seed: UInt64) {
    var random = SplitMix64(state: seed)
    let pieces = [
      "`", "*", "**", "|", "#", "# ", "- ", "    ", "\n", "\n\n", "\r\n", "|---|", "<b>", "</code>", "&", "\"", "'", "a", "ä",
      "\u{301}",
      "\u{0}", "\u{202E}", "CalcmonQueueGrowing", " ", "\t", "🙂", "[a](javascript:b)",
    ]
    for _ in 0..<1000 {
      let markdown = (0..<Int.random(in: 0..<40, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let html = html(markdown)
      #expect(HTMLShape.firstUnbalanced(html) == nil, "\(markdown.debugDescription)")
      #expect(HTMLShape.isVisible(html) && !html.contains("<b>"), "\(markdown.debugDescription)")
    }
  }
}
