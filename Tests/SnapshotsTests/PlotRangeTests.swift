import Samples
import Snapshots
import Testing

@Suite struct PlotRangeTests {
  private let now = Timestamp(milliseconds: 1_700_000_000_000)

  @Test(
    arguments: [
      (0, .quarter), (900, .quarter), (901, .half), (1800, .half), (3000, .hour), (10_000, .threeHours), (20_000, .sixHours),
      (40_000, .twelveHours), (80_000, .day), (1e7, .day), (-5, .quarter),
    ] as [(Double, PageWindow)])
  func `The least window that holds the history is taken, a day at most`(age: Double, window: PageWindow) {
    #expect(PageWindow(holding: now.advanced(bySeconds: -age), at: now) == window)
    #expect(PlotRange(holding: now.advanced(bySeconds: -age), until: now).window == window)
  }

  @Test func `A history that is younger than the window fills it`() {
    for age in [100.0, 1000, 4000, 50_000] {
      let first = now.advanced(bySeconds: -age)
      let since = PlotRange(holding: first, until: now).since
      #expect(since < first)
      let share = age / (now.seconds - since.seconds)
      #expect(share > 0.9 && share < 1, "\(age)")
    }
  }

  @Test func `What has hardly begun is not stretched over a minute, and without any run the window is whole`() {
    #expect(PlotRange(holding: now.advanced(bySeconds: -3), until: now).since == now.advanced(bySeconds: -60))
    #expect(PlotRange(holding: nil, until: now).since == now.advanced(bySeconds: -900))
    #expect(PlotRange(holding: now.advanced(bySeconds: -1e7), until: now).since == now.advanced(bySeconds: -86_400))
  }

  @Test(arguments: PageWindow.allCases)
  func `A window that was asked for is shown as a whole`(window: PageWindow) {
    let range = PlotRange(of: window, until: now)
    #expect(range.since == now.advanced(bySeconds: -window.seconds) && range.window == window)
  }
}
