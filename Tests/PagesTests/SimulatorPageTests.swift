import Calculator
import CalcmonTesting
import Pages
import Samples
import Testing

@Suite struct SimulatorPageTests {
  private static func html(
    _ query: [(name: String, value: String)], cores: Int = 4, foreign: [Runtime] = [], root: String = ""
  ) -> String {
    let state = SimulatorState(query, cores: cores)
    let outcome: SimulatorPage.Outcome
    do {
      outcome = .predicted(CalculatorResult(try state.request(mostTasks: 100_000)))
    } catch {
      outcome = .refused(error.problems)
    }
    return SimulatorPage.html(state, outcome, foreign: foreign, root: root, version: "0.1.0")
  }

  private static let bad = html([("tasks", "0"), ("rate", "often"), ("colour", "red"), ("io", "1ms"), ("time", "1s")])

  @Test func `Bad values beside their fields`() throws {
    try Golden.expect(HTMLShape.main(Self.bad), matches: "\(Repository.root)/Tests/PagesTests/Golden/simulator-bad.html")
  }

  @Test func `A bad value stays as it was given, with what is allowed, and nothing is predicted`() {
    #expect(
      Self.bad.contains("<p class=\"problem\" id=\"tasks-problem\">&quot;0&quot; must be a whole number from 1 to 100000</p>"))
    #expect(
      Self.bad.contains(
        "id=\"rate-problem\">&quot;often&quot; must be a rate from 0.001/s to 1M/s, as 300, 300/s or 18k/m</p>"))
    #expect(Self.bad.contains("<li>colour: \"red\" is unknown; there are tasks, io,"))
    #expect(Self.bad.contains("id=\"io-problem\">&quot;1ms&quot; contradicts time; give the one or the other</p>"))
    #expect(Self.bad.contains("Nothing is predicted until the values are put right."))
    #expect(PageText.count("aria-invalid=\"true\"", in: Self.bad) == 3)
    #expect(!Self.bad.contains("<details id=\"more\" open>"))
    #expect(Self.html([("chunk", "0")]).contains("<details id=\"more\" open>"))
    #expect(HTMLShape.values(of: "value", in: Self.bad).contains("often"))
  }

  @Test func `Whose costs were measured on another host is said, as long as they were`() {
    let words = " to the work was measured on another host"
    #expect(Self.html([], foreign: [.swift, .asyncio]).contains("What swift and asyncio add\(words)"))
    #expect(Self.html([], foreign: [.asyncio]).contains("What asyncio adds\(words)"))
    #expect(!Self.html([]).contains(words))
  }

  @Test func `A row for each strategy in each runtime, with the figures of the calculator`() throws {
    let html = Self.html([("tasks", "200"), ("time", "20ms"), ("cpu-share", "0.5"), ("processes", "2"), ("threads", "2")])
    let values = ["tasks": "200", "time": "20ms", "cpu-share": "0.5", "processes": "2", "threads": "2"]
    let result = CalculatorResult(try CalculatorRequest(values, cores: 4))
    let table = result.text.split(separator: "\n")
    for row in result.rows {
      let (strategy, runtime) = (row.prediction.strategy.rawValue, row.prediction.runtime.rawValue)
      let cells = try #require(
        html.split(separator: "<tr role=\"row\"").first { $0.contains(">\(strategy)</b>") && $0.contains(">\(runtime)</span>") })
      let line = try #require(table.first { $0.hasPrefix(strategy) && $0.contains(" \(runtime) ") })
      // Of the command's table: its texts are those of the page.
      for figure in ["seconds", "item-p50", "item-p99", "cpu", "io", "latency"] {
        let text = try #require(
          cells.firstMatch(of: try Regex("data-figure=\"\(figure)\">([^<]*)<", as: (Substring, Substring).self)))
        #expect(line.contains(text.output.1.replacing("&lt;", with: "<")), "\(strategy) \(runtime) \(figure)")
      }
      #expect(
        cells.contains(
          "Limit: <span data-figure=\"reason\">\(row.prediction.bottleneck.text.replacing("'", with: "&#39;"))</span>"))
    }
    #expect(PageText.count("class=\"is-best\"", in: html) == 1)
    #expect(html.contains("hybrid in swift is the fastest: "))
    #expect(html.contains(" It is limited by the worker processes, which compute all the time; there are cores left."))
  }

  @Test func `An address without a word is completed, and one that gives time and share is turned into the two steps`() {
    let plain = SimulatorState([], cores: 3).values
    #expect(
      plain["io"] == "70ms" && plain["cpu"] == "30ms" && plain["time"] == nil && plain["tasks"] == "1000"
        && plain["processes"] == "3" && plain["cores"] == "3")
    let steps = SimulatorState([("io", "2.7ms"), ("cpu", "1.75ms"), ("tasks", "")], cores: 3).values
    #expect(steps["io"] == "2.7ms" && steps["cpu"] == "1.75ms" && steps["time"] == nil && steps["tasks"] == "1000")
    let whole = SimulatorState([("time", "11ms"), ("cpu-share", "0.2727")], cores: 3).values
    #expect(whole["io"] == "8.0003ms" && whole["cpu"] == "2.9997ms" && whole["time"] == nil && whole["cpu-share"] == nil)
    let share = SimulatorState([("time", "100ms"), ("cpu-share", "30%"), ("rate", "18k/m")], cores: 3)
    #expect(share.values["io"] == "70ms" && share.values["cpu"] == "30ms")
    #expect((try? share.request(mostTasks: 1000)) != nil)
    // What cannot be turned is refused as it was given.
    #expect(SimulatorState([("time", "soon")], cores: 3).values["time"] == "soon")
    #expect(SimulatorState([("io", "8")], cores: 3).values["time"] == nil)
    #expect(SimulatorState([("tasks", "1"), ("tasks", "2")], cores: 3).values["tasks"] == "1,2")
  }

  @Test func `What the page has no field for counts, and is told`() {
    let html = Self.html([("tasks", "10"), ("seed", "7"), ("strategy", "async")])
    #expect(html.contains("The address also says: seed 7, strategy async."))
    #expect(html.contains("<input type=\"hidden\" name=\"seed\" value=\"7\">"))
    #expect(PageText.count("<b data-figure=\"strategy\">async</b>", in: html) == 2)
    #expect(!html.contains("<b data-figure=\"strategy\">hybrid</b>"))
  }

  @Test func `The guide's scenarios are links, and each is accepted`() throws {
    let html = Self.html([], root: "/calcmon")
    let links = html.matches(of: /href="\/calcmon\/simulator\?([^"]*)"/).map { String($0.output.1) }
    #expect(links.count == CalculatorPreset.all.count)
    for link in links {
      let query = link.replacing("&amp;", with: "&").split(separator: "&").map { pair in
        let parts = pair.split(separator: "=")
        return (name: String(parts[0]), value: String(parts[1]))
      }
      let page = Self.html(query)
      let words =
        query.contains { $0.name == "rate" }
        ? [" has the shortest items of all that meet the targets: ", " no strategy meets all targets. "] : [" is the fastest: "]
      #expect(words.contains { page.contains($0) }, "\(link)")
    }
  }

  @Test func `A loop that would be late is told, with who would be in time`() {
    let html = Self.html([
      ("strategy", "async,threads"), ("time", "50ms"), ("cpu-share", "0.2"), ("runtime", "swift"), ("threads", "2"),
    ])
    #expect(html.contains("async in swift is the fastest: "))
    #expect(
      html.contains(
        #/But its event loop would be late: p99 [^,]+, the target is 100 ms; threads in swift would answer in time, and take /#))
  }

  @Test func `The verdict is that of all targets, as the command gives it for the same values`() throws {
    let query = [("io", "8ms"), ("cpu", "3ms"), ("rate", "300")].map { (name: $0.0, value: $0.1) }
    let html = Self.html(query, cores: 2)
    let result = CalculatorResult(try CalculatorRequest(["io": "8ms", "cpu": "3ms", "rate": "300"], cores: 2))
    #expect(html.contains(result.sentence.replacing("'", with: "&#39;")))
    #expect(Set(result.rows.map(\.verdict)).count > 1)
    for row in result.rows {
      let cells = try #require(
        html.split(separator: "<tr role=\"row\"").first {
          $0.contains(">\(row.prediction.strategy.rawValue)</b>") && $0.contains(">\(row.prediction.runtime.rawValue)</span>")
        })
      #expect(cells.contains("<b class=\"\(row.verdict.rawValue)\" data-figure=\"verdict\">"), "\(row.name)")
      #expect(cells.contains("data-figure=\"breaches\">\(row.breaches.joined(separator: " and "))</small>"), "\(row.name)")
    }
  }

  @Test(arguments: HostilePageTests.texts) func `A value makes no element and no attribute`(text: String) {
    let html = Self.html([("tasks", "x\(text)"), ("x\(text)", "1"), ("seed", "x\(text)"), ("runtime", "x\(text)")])
    let plain = Self.html([("tasks", "x"), ("x", "1"), ("seed", "x"), ("runtime", "x")])
    #expect(HTMLShape.firstUnbalanced(html) == nil)
    #expect(HTMLShape.tags(html) == HTMLShape.tags(plain))
    #expect(HTMLShape.isVisible(html))
  }

  @Test func `Nothing is inline, and every link begins with the prefix`() {
    let html = Self.html([], root: "/a")
    for tag in HTMLShape.tags(html) {
      #expect(!tag.contains(" style=") && !tag.hasPrefix("<style") && !tag.contains(/\ on[a-z]+=/), "\(tag)")
      #expect(!tag.hasPrefix("<script") || tag.contains("src="), "\(tag)")
    }
    for link in HTMLShape.values(of: "href", in: html) + HTMLShape.values(of: "action", in: html) {
      #expect(link.hasPrefix("/a/") || link.hasPrefix("#") || link.hasPrefix("data:"), "\(link)")
    }
    #expect(html.contains("<a href=\"/a/simulator\" aria-current=\"page\">Simulator</a>"))
    #expect(html.contains("<script src=\"/a\(PageAssets.simulator.path)\" defer></script>"))
  }

  @Test func `Every field has its label, and each name is there once`() {
    let html = Self.html([])
    let names = HTMLShape.values(of: "id", in: html)
    #expect(Set(names).count == names.count)
    for name in HTMLShape.values(of: "name", in: html) where !["viewport", "color-scheme"].contains(name) {
      #expect(html.contains("<label for=\"\(name)\">"), "\(name)")
    }
  }

  @Test func `Where others calculate the page says so`() {
    #expect(
      SimulatorPage.html(SimulatorState([], cores: 1), .busy, foreign: [], root: "", version: "1").contains(
        "Others calculate already"))
  }
}
