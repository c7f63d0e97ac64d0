import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// The pages of a real agent in a real browser.
  @Suite(.serialized, .browser, .agent { try await .withRunsAndAlert() }, .timeLimit(.minutes(3))) struct PageTests {
    @Test func `The pages show what they are for, ask only their agent, and the browser has nothing to say against them`()
      async throws
    {
      try await withPages { browser, agent in
        for page in try await pages(of: agent) {
          try await browser.open(page.url)
          #expect(try await browser.title.contains("calcmon"), "\(page.name)")
          #expect(try await browser.evaluate("document.querySelectorAll('main').length") == 1, "\(page.name)")
          #expect(try await browser.evaluate("document.querySelectorAll('h1').length") == 1, "\(page.name)")
          #expect(try await !browser.text("h1").isEmpty, "\(page.name)")
          #expect(try await browser.evaluate("document.documentElement.lang") == "en", "\(page.name)")
        }
        try await browser.open(agent.page())
        try await browser.wait(until: "document.querySelector('table.runs a[href^=\"/runs/\"]')")
        #expect(try await browser.text("table.targets").contains("calm"))
        #expect(try await browser.evaluate("document.querySelector('table.targets').textContent.includes('Event-loop latency')"))
        #expect(try await browser.text("#alerts").contains("CalcmonEventLoopLatencyHigh"))

        try await expectNoComplaint(browser, of: agent)
      }
    }

    @Test(arguments: [360, 1280]) func `axe finds nothing, in light and in dark, and nothing has to be scrolled sideways`(
      width: Int
    )
      async throws
    {
      try await withPages { browser, agent in
        try await browser.resize(width: width, height: 800)
        for page in try await pages(of: agent) {
          for isDark in [false, true] {
            let name = "\(page.name)-\(width)-\(isDark ? "dark" : "light")"
            try await browser.emulate(dark: isDark, reducedMotion: true)
            try await browser.open(page.url)
            let violations = try await browser.accessibilityViolations()
            #expect(violations == [], "\(name)")
            let overhang: Double = try await browser.evaluate(Self.overhang)
            #expect(overhang <= 0, "\(name)")
            #expect(try await browser.evaluate("document.getAnimations().length") == 0, "\(name)")
            try await browser.keepScreenshot(name)
          }
        }
      }
    }

    @Test(arguments: [400, 1280])
    func `A cell of the matrix leads to its plot, also where that is folded away; all have one height`(
      width: Int
    ) async throws {
      try await withPages { browser, agent in
        try await browser.resize(width: width, height: 800)
        try await browser.open(agent.page())
        try await browser.wait(until: "document.querySelector('a.cell')")
        let isShown = "document.querySelector('.judged article').checkVisibility()"
        #expect(try await browser.evaluate(isShown) == (width > 400))
        let heights: [Double] = try await browser.evaluate(
          "[...new Set(Array.from(document.querySelectorAll('.cell'), one => one.getBoundingClientRect().height))]")
        #expect(heights.count == 1)
        try await browser.click("a.cell")
        try await browser.wait(until: "document.querySelector(location.hash || 'nothing')?.checkVisibility()")
        let top: Double = try await browser.evaluate("document.querySelector(location.hash).getBoundingClientRect().top")
        #expect(top > -5 && top < 800)
      }
    }

    @Test func `Without JavaScript the pages show the same`() async throws {
      try await withPages { browser, agent in
        let pages = try await pages(of: agent)
        var headings: [[String]] = []
        for hasJavaScript in [true, false] {
          try await browser.emulate(javaScript: hasJavaScript)
          var found: [String] = []
          for page in pages {
            try await browser.open(page.url)
            // The first heading of the status page tells how things are at the moment.
            let headings = page.name == "status" ? "h2, th[scope=col]" : "h1, h2, th[scope=col]"
            found += try await browser.evaluate(
              "Array.from(document.querySelectorAll('\(headings)'), one => one.innerText)")
            if !hasJavaScript { try await browser.keepScreenshot("\(page.name)-without-javascript") }
          }
          headings.append(found)
        }
        #expect(headings[0] == headings[1])
        try await browser.open(agent.page())
        #expect(try await browser.evaluate("document.querySelectorAll('table.targets tbody tr').length") >= 1)
        try await browser.click("table.runs a[href^='/runs/']")
        try await browser.arrive(at: "a run") { $0.path.hasPrefix("/runs/") }
        try await expectNoComplaint(browser, of: agent)
      }
    }

    @Test func `By keyboard, the way to the content is the first stop, and every link can be reached and is seen to be`()
      async throws
    {
      try await withPages { browser, agent in
        // So that no row comes or goes meanwhile.
        try await browser.emulate(javaScript: false)
        for page in try await pages(of: agent) {
          try await browser.open(page.url)
          let links: Int = try await browser.evaluate(
            "document.querySelectorAll('a[href], summary, button, input, select, [tabindex=\"0\"]').length")
          var stops: [Stop] = []
          while stops.count <= links {
            try await browser.press(Browser.Key.tab)
            let stop: Stop = try await browser.evaluate(Self.stop)
            if stop.isOutside { break }
            stops.append(stop)
          }
          #expect(stops.first?.target == "#main", "\(page.name)")
          #expect(stops.filter { !$0.isSeen }.map(\.name) == [], "\(page.name)")
          let reached = Set(stops.map(\.name))
          // What is folded away is reached when its summary, a stop of its own, is opened.
          let all: [String] = try await browser.evaluate(
            "Array.from(document.querySelectorAll('a[href]')).filter(one => !one.closest('details:not([open])')).map(one => one.outerHTML)"
          )
          #expect(all.filter { !reached.contains($0) } == [], "\(page.name)")

          try await browser.open(page.url)
          try await browser.press(Browser.Key.tab)
          try await browser.press(Browser.Key.enter)
          #expect(try await browser.url.fragment == "main", "\(page.name)")
        }
      }
    }

    @Test func `The page follows the agent by itself, without being loaded anew`() async throws {
      try await withPages { browser, agent in
        try await browser.open(agent.page())
        try await browser.wait(until: "document.querySelector('table.runs a[href^=\"/runs/\"]')")
        let newest = "document.querySelector('table.runs a[href^=\"/runs/\"]').getAttribute('href')"
        let before: String = try await browser.evaluate("window.before = \(newest)")
        try await browser.wait(until: "\(newest) !== window.before")
        #expect(try await browser.evaluate(newest) != before)
        // It would be gone with the page.
        let kept: String? = try await browser.evaluate("window.before ?? null")
        #expect(kept == before)
        try await expectNoComplaint(browser, of: agent)
      }
    }

    @Test func `What is read and where the keyboard is stays when the page follows the agent`() async throws {
      try await withPages { browser, agent in
        try await browser.resize(width: 360, height: 300)
        try await browser.open(agent.page())
        try await browser.wait(until: "document.querySelector('table.runs a[href^=\"/runs/\"]')")
        let newest = "document.querySelector('table.runs a[href^=\"/runs/\"]').getAttribute('href')"
        let link = "document.querySelector('#alerts a')"
        let scrolled: Double = try await browser.evaluate("(\(link).focus(), \(link).scrollIntoView(), scrollY)")
        #expect(scrolled > 0)
        // Another alert may be the first one by then.
        let address: String = try await browser.evaluate("document.activeElement.getAttribute('href')")
        let before: String = try await browser.evaluate("window.before = \(newest)")
        try await browser.wait(until: "\(newest) !== window.before")
        #expect(try await browser.evaluate(newest) != before)
        #expect(try await browser.evaluate("document.activeElement.getAttribute('href')") == address)
        #expect(try await browser.evaluate("scrollY") > 0.0)
        let top: Double = try await browser.evaluate("document.activeElement.getBoundingClientRect().top")
        #expect(top > -100 && top < 300)
      }
    }

    @Test func `A run and an alert lead to their pages, and back again`() async throws {
      try await withPages { browser, agent in
        for (link, path) in [("table.runs a[href^='/runs/']", "/runs/"), ("#alerts a[href^='/alerts/']", "/alerts/")] {
          try await browser.open(agent.page())
          try await browser.wait(until: "document.querySelector(\"\(link)\")")
          try await browser.click(link)
          try await browser.arrive(at: path) { $0.path.hasPrefix(path) }
          let heading = try await browser.text("h1")
          // Beside others the first alert may be that of the host, which is of no mix.
          #expect(["calm", "checkout", "host"].contains { heading.contains($0) }, "\(heading)")
          try await browser.back()
          try await browser.arrive(at: "the page that it came from") { $0.path == "/" }
          #expect(try await browser.evaluate("document.querySelector('table.targets') !== null"))
        }
      }
    }

    @Test func `Every link of every page leads somewhere`() async throws {
      try await withPages { browser, agent in
        for page in try await pages(of: agent) {
          try await browser.open(page.url)
          let links: [String] = try await browser.evaluate("Array.from(document.querySelectorAll('a[href]'), one => one.href)")
          #expect(!links.isEmpty, "\(page.name)")
          for link in Set(links) {
            let url = try #require(URL(string: link))
            #expect(url.port == agent.port, "\(link) of \(page.name)")
            let status = try await agent.get(url.path + (url.query.map { "?\($0)" } ?? "")).status
            #expect(status == 200, "\(link) of \(page.name)")
            guard let fragment = url.fragment, url.path == (try await browser.url.path) else { continue }
            #expect(try await browser.evaluate("document.getElementById('\(fragment)') !== null"), "\(link) of \(page.name)")
          }
        }
      }
    }

    @Test func `Events arrive as lines of JSON while runs end`() async throws {
      try await withPages { browser, agent in
        try await browser.open(agent.page())
        let event: Event = try await browser.evaluate(promise: Self.firstEvent)
        #expect(event.type.hasPrefix("text/event-stream"))
        #expect(try JSONSerialization.jsonObject(with: Data(event.data.utf8)) is [String: Any])
      }
    }

    @Test func `What does not exist is told as a page`() async throws {
      try await withPages { browser, agent in
        for path in ["runs/0", "alerts/none"] {
          #expect(try await agent.get("/" + path).status == 404, "\(path)")
          try await browser.open(agent.page(path))
          #expect(try await !browser.text("h1").isEmpty, "\(path)")
        }
      }
    }

    // MARK: - Helpers

    /// A tab beside the agent.
    private func withPages(_ body: (Browser, AgentProcess) async throws -> Void) async throws {
      let agent = try SharedAgent.required()
      try await Browser.with { try await body($0, agent) }
    }

    /// One of each kind. The identities come from the front page, so that a page that links to none has none.
    private func pages(of agent: AgentProcess) async throws -> [(name: String, url: String)] {
      let front = try await agent.get("/").body
      let run = try #require(front.firstMatch(of: /href="\/(runs\/[^"]+)"/), "the front page links to no run")
      let alert = try #require(front.firstMatch(of: /href="\/(alerts\/[^"]+)"/), "the front page links to no alert")
      return [
        ("status", agent.page()), ("run", agent.page(String(run.output.1))), ("alert", agent.page(String(alert.output.1))),
        ("simulator", agent.page("simulator")),
      ]
    }

    /// No error in the console, no violation of the content security policy, no request that failed or went to another server.
    private func expectNoComplaint(_ browser: Browser, of agent: AgentProcess) async throws {
      let errors = try await browser.consoleErrors()
      #expect(errors == [])
      let failed = try await browser.failedRequests()
      #expect(failed == [])
      let outside = try await browser.requests().map(\.url).filter { !$0.hasPrefix(agent.page()) }
      #expect(outside == [])
    }

    private struct Event: Decodable { let type, data: String }

    /// Reads until the first event has arrived as a whole.
    private static let firstEvent = """
      (async () => {
        const answer = await fetch("events")
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
        let text = ""
        while (!/^data:.*\\n\\n/m.test(text)) text += (await reader.read()).value
        await reader.cancel()
        return {type: answer.headers.get("content-type"), data: text.match(/^data: ?(.*)$/m)[1]}
      })()
      """

    /// Where the keyboard is.
    private struct Stop: Decodable {
      let name: String
      let target: String?
      let isSeen: Bool
      let isOutside: Bool
    }

    /// A ring, or a look that another element of its kind has not that is not focused.
    private static let stop = """
      (() => {
        const one = document.activeElement
        const style = getComputedStyle(one)
        const box = one.getBoundingClientRect()
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
        return {
          name: one.outerHTML, target: one.getAttribute("href"), isOutside: one === document.body,
          isSeen: (ring || style.boxShadow !== "none") && box.width > 1 && box.height > 1 && box.left >= 0 && box.top >= 0
        }
      })()
      """

    /// By how many pixels the page is wider than its window.
    private static let overhang = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth"
  }
}

extension AgentProcess {
  /// The URL of a page, or of the front page.
  func page(_ path: String = "") -> String { "http://127.0.0.1:\(port)/\(path)" }

  /// An agent that has runs and a firing alert, and goes on running.
  fileprivate static func withRunsAndAlert() async throws -> AgentProcess {
    let agent = try await AgentProcess.start(watching: pagesConfiguration)
    try await agent.waitForLog("a run ended", count: 2)
    _ = try await agent.waitForAlerts("CalcmonEventLoopLatencyHigh", "firing")
    return agent
  }

  /// An idle loop is later than a microsecond, always. The other mix has a name that fits into no narrow window.
  private static let pagesConfiguration = """
    canaries: {cpu_budget: 1, every: 2s, window: 30s}
    mixes:
      - {name: calm, kind: idle, duration: 200ms, targets: {event_loop_latency: "max < 1us", memory: off}}
      - name: checkout-with-a-name-that-is-longer-than-any-narrow-window
        kind: mixed
        strategies: [async]
        items: 50
        io: {kind: timer, time: 5ms}
        cpu: {time: 1ms}
    alerting:
      rules: {event_loop_latency: {for: 0s}}
    """
}
