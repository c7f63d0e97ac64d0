import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// The calculator as a page, in a real browser: what is dragged, and what is read then.
  @Suite(.serialized, .browser, .agent { try await .calm() }, .timeLimit(.minutes(3)))
  struct SimulatorTests {
    @Test func `Bars, timeline, figures and address change while one drags, and are what the API answers`() async throws {
      try await withSimulator { browser, agent in
        try await browser.open(agent.simulator())
        try await browser.wait(until: Self.isSettled)
        var pictures = [try await Self.picture(browser)]
        try await browser.drag("#time-slider", to: [0.3, 0.7]) {
          // The button is still down.
          try await browser.wait(until: "\(Self.isSettled) && \(Self.pictureText) !== \(quoted(pictures.last?.text))")
          pictures.append(try await Self.picture(browser))
        }
        #expect(pictures.count == 3)
        #expect(Set(pictures.map(\.seconds)).count == 3 && Set(pictures.map(\.timeline)).count == 3)
        #expect(Set(pictures.map(\.time)).count == 3)
        try await expectTruth(browser, agent)

        try await browser.drag("#cpu-share-slider", to: [0.9])
        try await browser.wait(until: Self.isSettled)
        #expect(try await Self.picture(browser).bars != pictures.last?.bars)
        try await expectTruth(browser, agent)
        #expect(try await browser.evaluate("document.querySelector('#cpu-share').value") != "0.3")
        try await expectNoComplaint(browser)
      }
    }

    @Test func `By keyboard alone: arrows, pages, ends, fields and the other values`() async throws {
      try await withSimulator { browser, agent in
        try await browser.open(agent.simulator())
        try await browser.wait(until: Self.isSettled)
        #expect(try await browser.evaluate("document.querySelector('#spoken').textContent") == "")
        let _: Bool = try await browser.evaluate("(document.querySelector('#time-slider').focus(), true)")
        for (key, time, words) in [
          (Self.Key.right, "110ms", "110 ms"), (Self.Key.left, "100ms", "100 ms"), (Self.Key.home, "10ms", "10 ms"),
          (Self.Key.end, "5s", "5 s"),
        ] {
          try await browser.press(key)
          try await browser.wait(until: Self.isSettled)
          #expect(try await browser.evaluate("document.querySelector('#time').value") == time)
          #expect(try await browser.evaluate("document.querySelector('#time-slider').ariaValueText") == words)
          #expect(try await browser.text("output[for=time]") == words)
          #expect(try await browser.evaluate("document.activeElement.id") == "time-slider")
        }
        try await browser.press(Self.Key.pageDown)
        try await browser.wait(until: Self.isSettled)
        let time: String = try await browser.evaluate("document.querySelector('#time').value")
        #expect(time != "5s" && time.hasSuffix("s"))
        try await expectTruth(browser, agent)
        // Said once it is there.
        try await browser.wait(
          until: "document.querySelector('#spoken').textContent === document.querySelector('#sentence').textContent")

        try await browser.press(Browser.Key.tab)
        #expect(try await browser.evaluate("document.activeElement.id") == "time")
        try await browser.write("3s", into: "#time")
        try await browser.press(Browser.Key.enter)
        try await browser.wait(until: "\(Self.isSettled) && location.search.includes('io=2.1s&cpu=900ms')")
        try await expectTruth(browser, agent)

        let _: Bool = try await browser.evaluate("(document.querySelector('#more summary').focus(), true)")
        try await browser.press(Browser.Key.enter)
        try await browser.wait(until: "document.querySelector('#more').open")
        let _: Bool = try await browser.evaluate("(document.querySelector('#runtime').focus(), true)")
        try await browser.press(Self.Key.down)
        try await browser.wait(until: "document.querySelectorAll('.predictions tbody tr').length === 4")
        try await browser.wait(until: Self.isSettled)
        try await expectTruth(browser, agent)

        let chosen: String = try await browser.evaluate("document.querySelector('.chips :checked').value")
        let _: Bool = try await browser.evaluate("(document.querySelector('.chips :checked').focus(), true)")
        try await browser.press(Self.Key.left)
        try await browser.wait(until: "document.querySelector('.chips :checked').value !== '\(chosen)'")
        let other: String = try await browser.evaluate("document.querySelector('.chips :checked').value")
        try await browser.wait(until: "document.querySelector('#timeline-text').textContent.startsWith('\(other):')")
        try await expectNoComplaint(browser)
      }
    }

    @Test func `The address holds the state: it can be loaded anew and given to others`() async throws {
      try await withSimulator { browser, agent in
        try await browser.open(agent.simulator("?time=250ms&cpu-share=0.2&tasks=300&chunk=4"))
        try await browser.wait(until: Self.isSettled)
        try await browser.drag("#concurrency-slider", to: [0.3])
        try await browser.wait(until: Self.isSettled)
        let (url, picture) = (try await browser.url, try await Self.picture(browser))
        #expect(url.query?.contains(/concurrency=\d+/) == true && url.query?.contains("concurrency=100&") == false)
        #expect(url.query?.contains("io=200ms&cpu=50ms") == true && url.query?.contains("chunk=4") == true)
        try await browser.open("about:blank")
        try await browser.open(url.absoluteString)
        try await browser.wait(until: Self.isSettled)
        #expect(try await Self.picture(browser) == picture)
        #expect(try await browser.url == url)
        #expect(try await browser.evaluate("document.querySelector('#more').open"))
      }
    }

    @Test func `A scenario of the guide is a click, and there is a way back and forth`() async throws {
      try await withSimulator { browser, agent in
        try await browser.open(agent.simulator("?tasks=77"))
        try await browser.wait(until: Self.isSettled)
        let before = try await Self.picture(browser)
        let _: Bool = try await browser.evaluate("window.isSame = true")
        try await browser.click(".presets li:nth-child(4) a")
        try await browser.wait(until: "\(Self.isSettled) && location.search.includes('rate=80')")
        let preset = try await Self.picture(browser)
        #expect(preset != before && preset.time == "20ms")
        try await expectTruth(browser, agent)
        try await browser.back()
        try await browser.wait(until: "\(Self.isSettled) && location.search.includes('tasks=77')")
        #expect(try await Self.picture(browser) == before)
        try await browser.command("forward")
        try await browser.wait(until: "\(Self.isSettled) && location.search.includes('rate=80')")
        #expect(try await Self.picture(browser) == preset)
        #expect(try await browser.evaluate("window.isSame"))
      }
    }

    @Test func `A bad value is told beside its field with what is allowed, in the address and as it is written`() async throws {
      try await withSimulator { browser, agent in
        try await browser.open(agent.simulator("?tasks=-5&time=250ms"))
        try await browser.wait(until: "!document.querySelector('#trouble').hidden")
        #expect(try await browser.text("#tasks-problem").contains("\"-5\" must be a whole number from 1 to 100000"))
        #expect(try await browser.evaluate("document.querySelector('#tasks').ariaInvalid") == "true")
        #expect(try await browser.evaluate("document.querySelector('#time').value") == "250ms")
        #expect(try await browser.evaluate("document.querySelector('#tasks').value") == "-5")
        try await browser.write("50", into: "#tasks")
        try await browser.wait(until: "\(Self.isSettled) && document.querySelector('#tasks-problem').hidden")
        try await expectTruth(browser, agent)

        let picture = try await Self.picture(browser)
        try await browser.write("0s", into: "#time")
        try await browser.wait(until: "!document.querySelector('#time-problem').hidden")
        #expect(try await browser.text("#time-problem").contains("\"0s\" must be a duration above 0s"))
        #expect(try await Self.picture(browser).bars == picture.bars)
        for width in [360, 1280] {
          try await browser.resize(width: width, height: 800)
          #expect(try await browser.accessibilityViolations() == [], "\(width)")
        }
        try await browser.write("1s", into: "#time")
        try await browser.wait(until: "\(Self.isSettled) && document.querySelector('#trouble').hidden")
        try await expectTruth(browser, agent)
      }
    }

    @Test func `Of many changes the last one wins, with one request at a time`() async throws {
      try await withSimulator { browser, agent in
        try await browser.open(agent.simulator())
        try await browser.wait(until: Self.isSettled)
        let most: Int = try await browser.evaluate(promise: Self.manyChanges)
        try await browser.wait(until: Self.isSettled)
        #expect(most == 1)
        #expect(try await browser.evaluate("document.querySelector('#tasks').value") == "140")
        try await expectTruth(browser, agent)
      }
    }

    @Test func `A request that takes long is given up for a newer value, and its answer is not drawn`() async throws {
      try await withSimulator { browser, agent in
        try await browser.open(agent.simulator())
        try await browser.wait(until: Self.isSettled)
        let _: Bool = try await browser.evaluate(Self.holdNext)
        try await browser.write("4000", into: "#tasks")
        try await browser.wait(until: "window.held === 1")
        try await browser.write("40", into: "#tasks")
        try await browser.wait(until: "window.givenUp === 1 && \(Self.isSettled)")
        try await expectTruth(browser, agent)
      }
    }

    @Test func `A server that is busy is asked again, and nobody is told`() async throws {
      try await withSimulator { browser, agent in
        try await browser.open(agent.simulator())
        try await browser.wait(until: Self.isSettled)
        let _: Bool = try await browser.evaluate(Self.beBusy)
        try await browser.write("400", into: "#tasks")
        try await browser.wait(until: "window.refused === 3 && \(Self.isSettled)")
        #expect(try await browser.evaluate("window.told") == 0)
        try await expectTruth(browser, agent)
      }
    }

    @Test func `A server that is gone is told, the picture stays, and it goes on when the server is back`() async throws {
      let first = try await AgentProcess.start()
      try await Browser.with { browser in
        try await browser.open(first.simulator())
        try await browser.wait(until: Self.isSettled)
        let picture = try await Self.picture(browser)
        #expect(try await first.stop() == 0)
        try await browser.write("400", into: "#tasks")
        try await browser.wait(until: "!document.querySelector('#trouble').hidden")
        #expect(
          try await browser.text("#trouble").contains(
            "The server does not answer. The results are those of before. Trying again."))
        #expect(try await Self.picture(browser).bars == picture.bars)
        let second = try await AgentProcess.start(port: first.port)
        try await browser.wait(until: "\(Self.isSettled) && document.querySelector('#trouble').hidden")
        try await expectTruth(browser, second)
        #expect(try await second.stop() == 0)
      }
    }

    @Test(arguments: [360, 390]) func `On a phone nothing has to be scrolled sideways, and there is room for a finger`(width: Int)
      async throws
    {
      try await withSimulator { browser, agent in
        try await browser.resize(width: width, height: 800)
        try await browser.open(agent.simulator("?rate=300"))
        try await browser.wait(until: Self.isSettled)
        try await browser.drag("#tasks-slider", to: [0.2, 0.8])
        try await browser.wait(until: Self.isSettled)
        #expect(try await browser.evaluate("Number(document.querySelector('#tasks').value)") > 3000)
        try await expectTruth(browser, agent)
        #expect(
          try await browser.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth")
            <= 0)
        let small: [String] = try await browser.evaluate(
          """
          [...document.querySelectorAll("#simulator input:not([hidden]), #simulator select, .chips label, .presets a, summary")]
            .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)
          """)
        #expect(small == [])
        // The bars are seen while one drags, also where the table is not.
        #expect(try await browser.evaluate("document.querySelectorAll('#gist .bar').length") == 8)
        #expect(try await browser.evaluate("document.querySelector('#gist').getBoundingClientRect().bottom <= innerHeight"))
        try await browser.keepScreenshot("simulator-dragged-\(width)")
      }
    }

    @Test(arguments: [500, 780, 1000, 1920]) func `In a window of any width the figures stay in their card`(width: Int)
      async throws
    {
      try await withSimulator { browser, agent in
        try await browser.resize(width: width, height: 800)
        try await browser.open(agent.simulator())
        try await browser.wait(until: Self.isSettled)
        let overhang: Double = try await browser.evaluate(
          """
          Math.max(...[...document.querySelectorAll(".predictions, .predictions tr > *, #gantt, .chips label")].map(one =>
            one.getBoundingClientRect().right - one.closest(".card").getBoundingClientRect().right))
          """)
        #expect(overhang <= 0)
      }
    }

    @Test func `What is wrong with the address is told beside the fields, whatever else is in it`() async throws {
      try await withSimulator { browser, agent in
        try await browser.open(agent.simulator("?tasks=0&rate=often&colour=red"))
        try await browser.wait(until: "!document.querySelector('#trouble').hidden")
        #expect(try await browser.text("#tasks-problem").contains("\"0\" must be a whole number from 1 to 100000"))
        #expect(
          try await browser.text("#rate-problem").contains(
            "\"often\" must be a rate from 0.001/s to 1M/s, as 300, 300/s or 18k/m"))
        #expect(try await browser.text("#strange").contains("colour: \"red\" is unknown"))
        try await browser.click("#further a")
        try await browser.wait(until: "!location.search.includes('colour') && !document.querySelector('#trouble').hidden")
        #expect(try await browser.evaluate("document.querySelector('#strange').hidden"))
        #expect(try await browser.text("#tasks-problem").contains("must be a whole number"))
      }
    }

    @Test func `Without JavaScript the form is sent, and the page says the same in the same words`() async throws {
      try await withSimulator { browser, agent in
        try await browser.emulate(javaScript: false)
        try await browser.open(agent.simulator("?cpu-share=0.4&runtime=swift"))
        try await browser.write("250", into: "#tasks")
        try await browser.click("#simulator button")
        try await browser.arrive(at: "what was sent") { $0.query?.contains("tasks=250") == true }
        let plain = try await Self.texts(browser)
        let address = try await browser.url.absoluteString
        try await browser.emulate(javaScript: true)
        try await browser.open(address)
        try await browser.wait(until: Self.isSettled)
        // From other figures, so that the script has written all of them.
        try await browser.write("251", into: "#tasks")
        try await browser.wait(until: "\(Self.isSettled) && location.search.includes('tasks=251')")
        #expect(try await Self.texts(browser) != plain)
        try await browser.write("250", into: "#tasks")
        try await browser.wait(until: "\(Self.isSettled) && location.search.includes('tasks=250')")
        #expect(try await Self.texts(browser) == plain)
        try await expectNoComplaint(browser)
      }
    }

    // MARK: - Helpers

    private enum Key {
      static let pageDown = "\u{E00F}"
      static let end = "\u{E010}"
      static let home = "\u{E011}"
      static let left = "\u{E012}"
      static let right = "\u{E014}"
      static let down = "\u{E015}"
    }

    private func withSimulator(_ body: (Browser, AgentProcess) async throws -> Void) async throws {
      let agent = try SharedAgent.required()
      try await Browser.with { try await body($0, agent) }
    }

    private func quoted(_ text: String?) -> String { "`\(text ?? "")`" }

    /// The script has drawn what the fields say, and the address says it too.
    private static let isSettled = "document.querySelector('#simulator').dataset.drawn === location.search.slice(1)"

    /// What is seen, as far as it differs from state to state.
    private struct Picture: Decodable, Equatable {
      let time: String
      let seconds: [String]
      let bars: [String]
      let timeline: String
      let sentence: String
      let text: String
    }

    private static let pictureText = "document.querySelector('.predictions').textContent"

    private static func picture(_ browser: Browser) async throws -> Picture {
      try await browser.evaluate(
        """
        (() => {
          const all = (name, from) => [...document.querySelectorAll(name)].map(from)
          return {
            time: document.querySelector("#time").value, seconds: all("[data-figure=seconds]", one => one.textContent),
            bars: all(".predictions .over", one => one.getAttribute("width")),
            timeline: ["path.io", "path.cpu"].map(one => document.querySelector("#gantt " + one).getAttribute("d")).join(),
            sentence: document.querySelector("#sentence").textContent, text: \(pictureText)
          }
        })()
        """)
    }

    private static func texts(_ browser: Browser) async throws -> [String] {
      try await browser.evaluate(
        "[...document.querySelectorAll('#sentence, .predictions caption, .predictions th, .predictions td')].map(one => one.innerText.trim())"
      )
    }

    private struct Row: Decodable {
      struct Latency: Decodable { let p99: Double }
      struct Target: Decodable { let target, verdict: String }

      struct Item: Decodable { let p50, p99: Double }
      struct Service: Decodable { let capacityItemsPerSecond, leastItemSeconds: Double }

      let strategy, runtime, reason, verdict: String
      let service: Service?
      let itemSeconds: Item
      let seconds, speedup, idealSeconds, cpuUtilization, ioWaitRatio: Double
      let queuePeak: Int
      let eventLoopLatencySeconds: Latency
      let targets: [Target]
    }

    private struct Line: Decodable {
      let strategy, runtime, reason, seconds, speedup, latency, verdict, queue, cpu, io: String
      let bar, ideal: Double
      let itemP50, itemP99, breaches: String

      enum CodingKeys: String, CodingKey {
        case strategy, runtime, reason, seconds, speedup, latency, verdict, queue, cpu, io, bar, ideal, breaches
        case itemP50 = "item-p50"
        case itemP99 = "item-p99"
      }
    }

    /// What the table says is what the API answers at the page's own address, to the three digits that are written.
    private func expectTruth(_ browser: Browser, _ agent: AgentProcess) async throws {
      struct Body: Decodable { let strategies: [Row] }
      let query = try #require(try await browser.url.query)
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let rows = try decoder.decode(Body.self, from: Data(try await agent.get("/api/v1/simulate?\(query)").body.utf8)).strategies
      let lines: [Line] = try await browser.evaluate(
        """
        [...document.querySelectorAll(".predictions tbody tr")].map(line => ({
          ...Object.fromEntries([...line.querySelectorAll("[data-figure]")].map(one => [one.dataset.figure, one.textContent])),
          bar: Number(line.querySelector(".over").getAttribute("width")), ideal: Number(line.querySelector(".ideal").getAttribute("x1"))
        }))
        """)
      #expect(lines.count == rows.count && !rows.isEmpty)
      let bars = rows.map { row in
        row.service.map { (row.itemSeconds.p99, $0.leastItemSeconds) } ?? (row.seconds, row.idealSeconds)
      }
      let longest = bars.map { max($0.0, $0.1) }.max() ?? 0
      for ((line, row), (bar, ideal)) in zip(zip(lines, rows), bars) {
        let name = "\(row.strategy) in \(row.runtime), \(query)"
        #expect(line.strategy == row.strategy && line.runtime == row.runtime && line.reason == row.reason, "\(name)")
        #expect(Self.number(line.seconds).isAbout(row.seconds), "\(name): \(line.seconds)")
        #expect(Self.number(line.latency).isAbout(row.eventLoopLatencySeconds.p99), "\(name): \(line.latency)")
        #expect(Self.number(line.speedup).isAbout(row.service?.capacityItemsPerSecond ?? row.speedup), "\(name): \(line.speedup)")
        #expect(Self.number(line.itemP50).isAbout(row.itemSeconds.p50), "\(name): \(line.itemP50)")
        #expect(Self.number(line.itemP99).isAbout(row.itemSeconds.p99), "\(name): \(line.itemP99)")
        #expect(Self.number(line.cpu).isAbout(row.cpuUtilization * 100), "\(name): \(line.cpu)")
        #expect(Self.number(line.io).isAbout(row.ioWaitRatio * 100), "\(name): \(line.io)")
        #expect(Int(Self.number(line.queue)) == row.queuePeak, "\(name): \(line.queue)")
        #expect(line.verdict.hasSuffix(row.verdict), "\(name)")
        #expect(row.targets.filter { $0.verdict == "breached" }.allSatisfy { line.breaches.contains($0.target) }, "\(name)")
        #expect(
          abs(line.bar - 600 * bar / longest) < 0.06 && abs(line.ideal - 600 * ideal / longest) < 0.06,
          "\(name)")
      }
      let chosen: String = try await browser.evaluate("document.querySelector('.chips :checked').value")
      #expect(try await browser.text("#timeline-text").hasPrefix("\(chosen): "))
      #expect(
        try await browser.evaluate("document.querySelector('#gantt path.cpu, #gantt path.io').getAttribute('d').length") > 0)
    }

    /// `1,000`, `4.13 s`, `724 ms`, `50 %`, `4.39 ×`: in seconds, or as it is.
    private static func number(_ text: String) -> Double {
      let parts = text.replacing(",", with: "").replacing("/s", with: "").replacing("< ", with: "").split(separator: " ")
      let units: [String: Double] = ["ms": 1e-3, "us": 1e-6]
      let unit = units[parts.count > 1 ? String(parts[1]) : ""] ?? 1
      return (parts.first.flatMap { Double($0) } ?? .nan) * unit
    }

    private func expectNoComplaint(_ browser: Browser) async throws {
      // A desk that is full is asked again, which the browser notes all the same.
      #expect(try await browser.consoleErrors().filter { !$0.contains("503") } == [])
      #expect(try await browser.failedRequests().filter { $0.status != 503 } == [])
    }

    /// 40 changes, one in each frame; the most requests that were under way at once.
    private static let manyChanges = """
      (async () => {
        const fetch = window.fetch
        let now = 0, most = 0
        window.fetch = async (...all) => {
          most = Math.max(most, ++now)
          try { return await fetch(...all) } finally { now -= 1 }
        }
        const tasks = document.querySelector("#tasks")
        for (let count = 101; count <= 140; count += 1) {
          tasks.value = count
          tasks.dispatchEvent(new Event("input", {bubbles: true}))
          await new Promise(requestAnimationFrame)
        }
        tasks.dispatchEvent(new Event("change", {bubbles: true}))
        return most
      })()
      """

    /// The next request is not answered before it is given up.
    private static let holdNext = """
      (() => {
        const fetch = window.fetch
        window.held = window.givenUp = 0
        window.fetch = (address, options) => {
          if (window.held) return fetch(address, options)
          window.held = 1
          return new Promise((_, fail) => options.signal.addEventListener("abort", () => {
            window.givenUp = 1
            fail(options.signal.reason)
          }))
        }
        return true
      })()
      """

    /// Three times; and how often the page said something of it.
    private static let beBusy = """
      (() => {
        const fetch = window.fetch
        window.refused = window.told = 0
        new MutationObserver(() => { window.told += 1 }).observe(document.querySelector("#trouble"), {attributes: true, childList: true})
        window.fetch = async (...all) => {
          if (window.refused === 3) return fetch(...all)
          window.refused += 1
          return new Response("busy", {status: 503})
        }
        return true
      })()
      """
  }
}

extension AgentProcess {
  fileprivate func simulator(_ query: String = "") -> String { "http://127.0.0.1:\(port)/simulator\(query)" }
}

extension Double {
  /// Three significant digits, or three decimals.
  fileprivate func isAbout(_ other: Double) -> Bool { abs(self - other) <= 0.0051 * abs(other) + 0.00051 }
}
