import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// The page of a real application, in a real browser.
  @Suite(.serialized, .browser, .timeLimit(.minutes(3))) struct AppPageFollowsTests {
    @Test func `The page of an application follows it by itself, and says what stands`() async throws {
      let folder = try TemporaryDirectory()
      let agent = try await WatchedAppTests.agent(in: folder)
      let program = try await WatchedAppTests.start(
        """
        import asyncio, os, time
        async def main():
            while not os.path.exists("stand"):
                await asyncio.sleep(0.05)
            time.sleep(60)
        os.chdir(os.path.dirname(os.path.abspath(__file__)))
        asyncio.run(main())
        """, in: folder)
      try await agent.wait(for: "it reports") { try await agent.value("calcmon_app_processes{app=\"shop\"}") == 1 }
      try await Browser.with { browser in
        try await browser.open(agent.page("apps"))
        try await browser.click("main a[href='/apps/shop']")
        try await browser.arrive(at: "the application") { $0.path == "/apps/shop" }
        #expect(try await browser.text("h1") == "shop")
        let _: Bool = try await browser.evaluate("window.isSame = true")
        #expect(try await browser.evaluate("document.querySelector('.standing').hidden"))
        try "".write(toFile: folder.file("stand"), atomically: true, encoding: .utf8)
        try await browser.wait(until: "!document.querySelector('.standing').hidden")
        #expect(try await browser.text(".standing").contains("has stood for"))
        #expect(try await browser.evaluate("window.isSame"))
        try await browser.open(agent.page())
        try await browser.wait(until: "document.querySelector('h1').textContent.includes('shop stands')")
        #expect(try await browser.evaluate("document.querySelector('[data-standing]').textContent.includes('shop.py:')"))
        try await browser.open(agent.page("apps/shpo"))
        #expect(try await browser.text(".lead").contains("did you mean \"shop\"?"))
      }
      program.signal(SIGKILL)
      _ = await program.waitForEnd()
      _ = try await agent.stop()
    }
  }
}
