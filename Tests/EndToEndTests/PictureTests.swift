import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// The picture of the status page that the README shows.
  @Suite(.serialized, .browser) struct PictureTests {
    private static let path = "docs/status-page.png"

    /// With `CALCMON_RECORD=1` the picture is taken anew, and the test fails all the same.
    @Test func `The README shows the status page as the browser draws it`() async throws {
      let agent = try await AgentProcess.start(python: "/usr/bin/python3")
      try await agent.waitForFirstRound(runs: 10)
      let png = try await Browser.with { browser in
        try await browser.resize(width: 1280, height: 900)
        try await browser.hideScrollbars()
        try await browser.emulate(reducedMotion: true)
        try await browser.open("http://127.0.0.1:\(agent.port)/")
        try await browser.wait(until: "document.querySelector('table.runs a[href^=\"/runs/\"]')")
        return try await browser.screenshot(height: 1400)
      }
      #expect(try await agent.stop() == 0)
      let file = URL(fileURLWithPath: "\(Repository.root)/\(Self.path)")
      if ProcessInfo.processInfo.environment["CALCMON_RECORD"] == "1" {
        try png.write(to: file)
        Issue.record("\(Self.path) was taken anew; look at it, then run the tests without CALCMON_RECORD")
      }
      let kept = try Data(contentsOf: file)
      #expect(try size(of: kept) == size(of: png))
      #expect(kept.count < 400_000)
      let readme = try String(contentsOfFile: "\(Repository.root)/README.md", encoding: .utf8)
      #expect(readme.contains("](\(Self.path))"))
    }

    /// Width and height, from the header.
    private func size(of png: Data) throws -> [Int] {
      let bytes = [UInt8](png)
      try #require(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) && bytes.count > 24)
      return [16, 20].map { bytes[$0..<$0 + 4].reduce(0) { $0 << 8 | Int($1) } }
    }
  }
}
