import Exposition
import Testing

/// What many applications cost who scrapes them.
@Suite struct AppScrapeSizeTests {
  @Test func `Fifty applications of four processes are bounded series, whatever the processes are`() {
    let names = (1...50).map { "application-\($0)" }
    var (four, one) = (
      ReplayedApps.Replay(Dictionary(uniqueKeysWithValues: names.map { ($0, 4) })),
      ReplayedApps.Replay(Dictionary(uniqueKeysWithValues: names.map { ($0, 1) }))
    )
    for second in 1...30 { (_, _) = (four.tick(second), one.tick(second)) }
    let text = four.scraped(at: 30)
    let series = Self.series(text)
    #expect(series == Self.series(one.scraped(at: 30)))
    // 111 of each, with a queue and eight targets; the agent's own are few here.
    #expect(series > 50 * 60 && series < 50 * 125, "\(series) series")
    let bytes = Gzip.compress(Array(text.utf8)).count
    #expect(bytes < 60_000, "\(bytes) bytes of \(text.utf8.count)")
  }

  private static func series(_ text: String) -> Int {
    text.utf8.split(separator: UInt8(ascii: "\n")).count { $0.first != UInt8(ascii: "#") }
  }
}
