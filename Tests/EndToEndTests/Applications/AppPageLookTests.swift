import AppFixtures
import CalcmonTesting
import Foundation
import Pages
import Snapshots
import Testing

extension Beside.Serving {
  /// The pages of applications in a real browser: written to files, with a history that is the same each time.
  @Suite(.serialized, .browser, .timeLimit(.minutes(3))) struct AppPageLookTests {
    @Test(arguments: [400, 1280])
    func `axe finds nothing, in light and in dark, and nothing has to be scrolled sideways`(width: Int) async throws {
      let folder = try TemporaryDirectory()
      let pages = try Self.write(into: folder)
      try await Browser.with { browser in
        try await browser.resize(width: width, height: 800)
        for (name, url) in pages {
          for isDark in [false, true] {
            try await browser.emulate(dark: isDark, reducedMotion: true)
            try await browser.open(url)
            let violations = try await browser.accessibilityViolations()
            #expect(violations == [], "\(name) \(width)")
            let overhang: Double = try await browser.evaluate("document.documentElement.scrollWidth - innerWidth")
            #expect(overhang <= 0, "\(name) \(width)")
            try await browser.keepScreenshot("\(name)-\(width)-\(isDark ? "dark" : "light")")
          }
        }
      }
    }

    @Test func `A stack is opened by its summary, without JavaScript`() async throws {
      let folder = try TemporaryDirectory()
      let page = try #require(try Self.write(into: folder).first { $0.name == "app" })
      try await Browser.with { browser in
        try await browser.emulate(javaScript: false)
        try await browser.open(page.url)
        #expect(try await browser.evaluate("document.querySelectorAll('.places > li').length") == 8)
        let isShown = "document.querySelector('.places details ol').checkVisibility()"
        #expect(try await browser.evaluate(isShown) == false)
        try await browser.click(".places summary")
        #expect(try await browser.evaluate(isShown) == true)
        #expect(try await browser.text(".places details ol").contains("re.py:201:findall"))
      }
    }

    /// With style and script beside them.
    private static func write(into folder: TemporaryDirectory) throws -> [(name: String, url: String)] {
      let root = "file://\(folder.path)"
      try FileManager.default.createDirectory(atPath: "\(folder.path)/assets", withIntermediateDirectories: true)
      for asset in PageAssets.all {
        let name = String(asset.path.prefix { $0 != "?" })
        try Data(asset.bytes).write(to: URL(fileURLWithPath: folder.path + name))
      }
      let snapshot = AppFixtures.snapshot
      let excerpt = HistoryExcerpt(
        since: AppFixtures.history.since, until: AppFixtures.at, runs: [], heat: [:], apps: AppFixtures.intervals)
      let hour = AppFixtures.intervals.compactMapValues { Array($0.suffix(120)).merged }
      let pages = [
        "app": AppPage.html("shop", snapshot, AppFixtures.excerpt, window: .sixHours, root: root, revision: 1),
        "app-unreadable": AppPage.html("shop", snapshot, nil, window: nil, root: root, revision: 1),
        "app-list": AppListPage.html(snapshot, hour: hour, root: root, revision: 1),
        "app-status": StatusPage.html(snapshot, excerpt, window: .sixHours, root: root, revision: 1),
      ]
      return try pages.sorted { $0.key < $1.key }.map { name, html in
        try Data(html.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(name).html"))
        return (name, "\(root)/\(name).html")
      }
    }
  }
}
