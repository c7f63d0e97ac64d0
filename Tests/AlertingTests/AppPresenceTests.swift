import Alerting
import Samples
import Testing

/// Applications that go without a word, and loops that stand.
@Suite struct AppPresenceTests {
  private static func watch(_ plan: WatchPlan = AppScript.plan()) -> Watch { Watch(plan, at: AppScript.at(0)) }

  @Test func `An application whose last process dies is down after half a minute, until it is back`() {
    var watch = Self.watch()
    #expect(AppScript.words(watch.appOccurred(AppScript.occurrence(.started, 7, at: 1))).isEmpty)
    let death = AppScript.occurrence(
      .processDied, 7, at: 10, frame: "shop.py:41:encode", stack: ["json.py:3:dumps", "shop.py:41:encode"], stood: 12)
    #expect(AppScript.words(watch.appOccurred(death)) == ["CalcmonAppDown inactive>pending breached@10s (critical)"])
    #expect(AppScript.words(watch.advance(to: AppScript.at(60))) == ["CalcmonAppDown pending>firing held@40s (critical)"])
    let text = AppScript.description(watch, .appDown)
    #expect(text.contains("while its loop had stood for 12"))
    #expect(text.contains("it is at shop.py:41:encode, the last stack was json.py:3:dumps < shop.py:41:encode"))
    #expect(
      AppScript.words(watch.appOccurred(AppScript.occurrence(.restarted, 8, at: 70))) == [
        "CalcmonAppDown firing>inactive cleared@70s (critical)"
      ])
  }

  @Test func `It is forgotten after five minutes, with a word`() {
    var watch = Self.watch()
    _ = watch.appOccurred(AppScript.occurrence(.started, 7, at: 1))
    _ = watch.appOccurred(AppScript.occurrence(.processDied, 7, at: 10))
    let words = AppScript.words(watch.advance(to: AppScript.at(1000)))
    #expect(
      words == [
        "CalcmonAppDown pending>firing held@40s (critical)", "CalcmonAppDown firing>inactive forgotten@310s (critical)",
      ])
    #expect(AppScript.description(watch, .appDown).hasPrefix("It has not come back for 300 s"))
  }

  @Test(arguments: [
    // A worker of several, one that is started again at once, and one that says that it ends.
    [("started", 1, 1.0), ("process_started", 2, 2.0), ("process_died", 2, 10.0)],
    [("started", 1, 1.0), ("process_died", 1, 10.0), ("restarted", 2, 25.0)],
    [("started", 1, 1.0), ("process_ended", 1, 10.0)],
  ])
  func `What is no fall makes no alert that fires`(script: [(String, Int, Double)]) throws {
    var watch = Self.watch()
    var words: [String] = []
    for (kind, pid, second) in script {
      let kind = try #require(AppOccurrence.Kind(rawValue: kind))
      words += AppScript.words(watch.appOccurred(AppScript.occurrence(kind, pid, at: second)))
    }
    words += AppScript.words(watch.advance(to: AppScript.at(1000)))
    #expect(!words.contains { $0.contains("firing") })
  }

  @Test func `A loop that stands is told at once, is critical after a minute, and is over as it turns`() {
    var watch = Self.watch()
    #expect(watch.appStands("shop", seconds: 9, frame: nil, at: AppScript.at(9)).isEmpty)
    let begin = AppScript.words(watch.appStands("shop", seconds: 10, frame: "shop.py:41:encode", at: AppScript.at(110)))
    #expect(begin.last == "CalcmonAppStanding pending>firing breached@110s" || begin.last?.contains("firing") == true)
    #expect(AppScript.description(watch, .appStanding).contains("it is at shop.py:41:encode"))
    // That it goes on is no news.
    #expect(watch.appStands("shop", seconds: 30, frame: "shop.py:41:encode", at: AppScript.at(130)).isEmpty)
    _ = watch.advance(to: AppScript.at(170))
    let severities = { (watch: Watch) in
      watch.book.all.filter { $0.state == .firing }.compactMap { $0.labels["severity"] }.sorted()
    }
    #expect(severities(watch) == ["critical", "warning"])
    _ = watch.appTurns("shop", at: AppScript.at(180))
    #expect(severities(watch).isEmpty)
  }

  @Test func `A death ends the standing of the loop`() {
    var watch = Self.watch()
    _ = watch.appOccurred(AppScript.occurrence(.started, 7, at: 1))
    _ = watch.appOccurred(AppScript.occurrence(.standing, 7, at: 20, frame: "a.py:1:f", stood: 10))
    _ = watch.appOccurred(AppScript.occurrence(.processDied, 7, at: 30, stood: 20))
    #expect(watch.book.all.filter { $0.state != .inactive }.map(\.subject.name) == [.appDown])
  }

  @Test func `What an agent before this one found ends if nothing more is heard`() throws {
    var watch = Self.watch()
    _ = watch.appStands("shop", seconds: 10, frame: "a.py:1:f", at: AppScript.at(20))
    var next = Watch(AppScript.plan(), at: AppScript.at(60))
    _ = next.resume(watch.book.all, aliveAt: AppScript.at(50), runs: [])
    #expect(next.book.all.contains { $0.state == .firing })
    _ = next.advance(to: AppScript.at(2000))
    #expect(!next.book.all.contains { $0.state == .firing })
  }

  @Test func `Applications without alerts have none, and labels stand in those of others`() {
    let apps = [WatchPlan.App(pattern: "sh*", alerts: false)]
    var quiet = Self.watch(AppScript.plan(apps))
    #expect(quiet.appStands("shop", seconds: 10, frame: nil, at: AppScript.at(20)).isEmpty)
    var labelled = Self.watch(AppScript.plan([WatchPlan.App(pattern: "sh*", labels: ["team": "carts"])]))
    _ = labelled.appStands("shop", seconds: 10, frame: nil, at: AppScript.at(20))
    #expect(labelled.book.all.first?.labels["team"] == "carts")
    #expect(labelled.book.all.first?.labels["app"] == "shop")
  }
}
