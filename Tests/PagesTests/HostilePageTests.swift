import Snapshots
import Testing

import Pages

/// Names come from configurations, reasons from children, annotations from templates: none of it may act on who reads the page.
@Suite struct HostilePageTests {
  static let texts = [
    "<script>alert(1)</script>", "\"' onload=\"x", "a\nb\r\nc", "\u{0}\u{1B}[31m\u{7}\u{85}", "\u{202E}abc\u{2066}",
    "]]>&amp;<!--",
    "</style></title>", "<\u{301}b\u{301}>\"\u{301}", "\u{FFFE}\u{FFFF}", "", "ä 漢 🙂 שלום", "http://x.invalid/\"><b>",
  ]

  private func html(_ text: String) -> String {
    let host = PageFixtures.hostile(text)
    let entries = host.canaries.map { Fleet.Entry($0.identity, $0.kind) }
    return StatusPage.html(host, Fleet.excerpt(entries, seconds: 3600), window: .hour, root: "", revision: 1)
  }

  @Test(arguments: texts)
  func `A text makes no element and no attribute`(text: String) {
    let html = html(text)
    #expect(PageText.mistake(in: html) == nil)
    let tags = PageText.tags(html).filter { $0 != "<a href= rel=>" && $0 != "<a href=>" && $0 != "</a>" }
    let plain = PageText.tags(self.html("plain")).filter { $0 != "<a href= rel=>" && $0 != "<a href=>" && $0 != "</a>" }
    // Without an address there is no runbook, and no dot before it.
    #expect(tags == plain || text.isEmpty)
  }

  @Test(arguments: texts)
  func `A text hides nothing and turns no direction of writing`(text: String) {
    let isVisible = html(text).unicodeScalars.allSatisfy { scalar in
      scalar == "\n"
        || ![.control, .format].contains(scalar.properties.generalCategory)
          && !scalar.properties.isNoncharacterCodePoint
    }
    #expect(isVisible)
  }

  @Test(arguments: texts)
  func `An error's message is text`(text: String) {
    let html = ErrorPage.html(status: 404, reason: "Not Found", message: text, root: "/a")
    #expect(PageText.mistake(in: html) == nil)
    #expect(PageText.tags(html) == PageText.tags(ErrorPage.html(status: 404, reason: "Not Found", message: "x", root: "/a")))
    #expect(!html.contains("<script"))
  }
}
