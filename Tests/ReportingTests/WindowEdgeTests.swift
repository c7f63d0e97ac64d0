import Reporting
import Samples
import Testing

@Suite struct WindowEdgeTests {
  private let now = Timestamp(milliseconds: 1_700_000_000_000)

  @Test(arguments: [
    ("24h", 86400), ("1h30m", 5400), ("7d", 604800), ("2w", 1_209_600), ("1y", 31_536_000), ("90s", 90), ("0s", 0),
    ("500ms", 0.5), ("1.5h", 5400),
  ])
  func `A duration is so long ago`(text: String, seconds: Double) {
    #expect(WindowEdge(text)?.instant(from: now) == now.advanced(bySeconds: -seconds))
  }

  @Test func `An instant is itself`() {
    #expect(WindowEdge("2023-11-14T22:13:20Z")?.instant(from: Timestamp(milliseconds: 0)) == now)
    #expect(WindowEdge("2023-11-14T23:13:20+01:00")?.instant(from: Timestamp(milliseconds: 0)) == now)
  }

  @Test(arguments: ["", "h", "24", "-1h", "1m1h", "1h1h", "1x", "1.5h30m", " 1h", "yesterday", "99999999999d", "2023-11-14"])
  func `Anything else is refused`(text: String) {
    #expect(WindowEdge(text) == nil)
  }

  @Test func `Instants are written in UTC`() {
    #expect(now.iso8601 == "2023-11-14T22:13:20Z")
  }
}
