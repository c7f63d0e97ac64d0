import Samples
import Testing

import Pages

@Suite struct PageFrameTests {
  @Test func `Files are called by their content`() {
    #expect(PageAssets.style.path.contains(/^\/assets\/calcmon\.css\?v=[0-9a-f]{8}$/))
    #expect(PageAssets.script.path.contains(/^\/assets\/calcmon\.js\?v=[0-9a-f]{8}$/))
    #expect(PageAssets.style.contentType == "text/css; charset=utf-8")
    #expect(PageAssets.script.contentType == "text/javascript; charset=utf-8")
  }

  @Test func `Style and script ask nobody else for anything`() {
    for asset in PageAssets.all {
      let text = String(decoding: asset.bytes, as: UTF8.self)
      for piece in ["@import", "url(", "http:", "https:", "//cdn", "eval(", "innerHTML"] {
        #expect(!text.contains(piece), "\(piece)")
      }
    }
  }

  @Test func `The script is small`() {
    #expect(String(decoding: PageAssets.script.bytes, as: UTF8.self).split(separator: "\n").count < 150)
  }

  @Test func `A page that stands still has no script, and its place is marked where it has one`() {
    let frame = PageFrame(title: "t", root: "/a")
    #expect(!frame.html("<h1>x</h1>").contains("<script"))
    #expect(!frame.html("<h1>x</h1>").contains("aria-current"))
    #expect(PageFrame(title: "t", root: "/a", place: .status).html("").contains("<a href=\"/a/\" aria-current=\"page\">"))
  }

  @Test(
    arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (.min, "-9,223,372,036,854,775,808")]
      as [(Int, String)])
  func `Counts are grouped by thousands`(number: Int, text: String) { #expect(PageWords.count(number) == text) }

  @Test(
    arguments: [
      (0, "0 s"), (59.9, "59 s"), (60, "1 min"), (3600, "1 h"), (12_000, "3 h 20 min"), (86_400, "1 d"), (180_000, "2 d 2 h"),
      (-5, "0 s"), (.infinity, "11574074 d 1 h"),
    ] as [(Double, String)])
  func `Spans are told in two units at most`(seconds: Double, text: String) { #expect(PageWords.span(seconds) == text) }

  @Test func `A time of another day is told with its day`() {
    let at = Timestamp(milliseconds: 1_795_816_805_000)
    #expect(at.shortMarkup(on: at).text == "<time datetime=\"2026-11-27T22:00:05Z\">22:00:05</time>")
    #expect(at.shortMarkup(on: at.advanced(bySeconds: 86_400)).text.contains(">11-27 22:00:05<"))
  }
}
