import Alerting
import CalcmonTesting
import Foundation
import Reporting
import Samples
import Storage
import Testing
import Thresholds

/// Applications in reports.
@Suite struct ReportedAppTests {
  @Test(arguments: ReportRenderingTests.formats.map(\.name))
  func `A report of an application is its golden text`(format: String) throws {
    let render = try #require(ReportRenderingTests.formats.first { $0.name == format }?.render)
    try Golden.expect(
      try render(ReportedApps.report), matches: "\(Repository.root)/Tests/ReportingTests/Golden/app-report.\(format)")
  }

  @Test func `What is breached of an application counts in verdict and exit status, beside runs`() {
    var report = Reports.report([Reports.history("mixed", .mixed)])
    #expect(report.verdict == .met && report.exitStatus(failsOnWorse: false) == 0)
    report.apps = [Report.App(ReportedApps.after, targets: Target.ofApplications)]
    #expect(report.apps.map(\.verdict) == [.breached])
    #expect(report.verdict == .breached && report.exitStatus(failsOnWorse: false) == 1)
    #expect(report.text.contains("of 11 targets breached") || report.text.contains("of 10 targets breached"))
    for text in [report.text, report.markdown, report.html, report.junit] {
      #expect(text.contains("shop") && text.contains("shop.py:41:encode"))
    }
  }

  @Test func `What an application does not have makes nothing unknown`() {
    let app = Report.App(ReportedApps.before, targets: Target.ofApplications)
    #expect(app.judgements.first { $0.target.name == .ioWait }?.verdict == .unknown)
    #expect(app.judgements.first { $0.target.name == .memory }?.shortage?.untold == nil)
    #expect(Verdict(ofApplication: app.judgements.filter { $0.target.name != .memory }) == .met)
    let nothing = Report.App(AppHistory(app: "gone", intervals: []), targets: Target.ofApplications)
    #expect(nothing.verdict == .unknown && nothing.total == nil)
  }

  @Test func `What cannot be judged yet is told with the instant from which it will be, and what a gate does until then`() throws
  {
    let until = ReportedApps.since.advanced(bySeconds: 1800)
    var report = Report([], since: ReportedApps.since.advanced(bySeconds: -3600), until: until)
    report.apps = [Report.App(ReportedApps.before, targets: Target.ofApplications)]
    #expect(report.verdict == .unknown)
    // It began half an hour ago, and memory takes 111 intervals of 30 s.
    let at = ReportedApps.since.advanced(bySeconds: 3330).iso8601
    let gate = "--only event_loop_latency,queue_depth,saturation,tasks,executor_backlog."
    #expect(
      report.text.contains(
        "\nshop: memory is judged from \(at) on, when it has been watched for 55m 30s; a gate that cannot wait judges what is known by now: \(gate)\n"
      ), "\(report.text)")
    #expect(!report.text.contains("Too few to judge"))
    // A window that is too short for it never judges it.
    var short = Report([], since: ReportedApps.since, until: until)
    short.apps = report.apps
    #expect(short.text.contains("shop: memory is not judged in a window shorter than 55m 30s (a longer one: --since); a gate"))
    // When all is judged nothing is told.
    var whole = report
    whole.apps = [
      Report.App(
        AppHistory(app: "shop", intervals: ReportedApps.intervals(from: 0, count: 130, life: 1, late: 12)),
        targets: Target.ofApplications)
    ]
    #expect(whole.verdict == .met && !whole.text.contains("is judged from"))
  }

  @Test func `A window without anything of the application says so, and is no green gate`() {
    var report = Report([], since: ReportedApps.since, until: ReportedApps.until)
    report.app = "shop"
    report.apps = [Report.App(AppHistory(app: "shop", intervals: []), targets: Target.ofApplications)]
    #expect(report.text.hasSuffix("\nNothing of the application 'shop' in this window.\n"))
    #expect(report.junit.contains("errors=\"1\"") && report.exitStatus(failsOnWorse: false) == 3)
  }

  @Test func `The queue that is worst off decides, and is named`() throws {
    let intervals = ReportedApps.intervals(from: 0, life: 1, late: 5) { Double($0) * 10 }
    let app = Report.App(AppHistory(app: "shop", intervals: intervals), targets: [.queueDepth])
    let judged = try #require(app.judgements.first)
    #expect(judged.verdict == .breached && judged.queue == "in<box>")
    var report = Report([], since: ReportedApps.since, until: ReportedApps.until)
    report.apps = [app]
    #expect(report.text.contains("queue_depth (in<box>)") && report.html.contains("in&lt;box&gt;"))
    #expect(report.textfile.contains("calcmon_report_target_breached{app=\"shop\",target=\"queue_depth\"} 1"))
  }

  @Test func `A deployment that blocks in a new place is worse, and the place is named first, with its size`() throws {
    let comparison = try #require(ReportedApps.report.apps.first?.comparison)
    let first = try #require(comparison.places.first)
    #expect(first.frame == "shop.py:41:encode" && first.isNew && first.outcome == .worse)
    #expect(first.now.count == 214 && abs(first.now.secondsPerHour - 25.68) < 0.01)
    #expect(ReportedApps.report.text.contains("New: shop.py:41:encode, 60 ms x 214."))
    let late = try #require(comparison.changes.first { $0.measure == .eventLoopLatencyP99 })
    #expect(late.outcome == .worse && late.before.count == 60 && late.now.count == 60)
    #expect(comparison.changes.first { $0.measure == .memory }?.outcome == .same)
    #expect(comparison.isWorse)
    #expect(ReportedApps.report.exitStatus(failsOnWorse: true) == 1)
  }

  @Test func `A function is the same place if its lines have moved`() throws {
    let comparison = try #require(ReportedApps.report.apps.first?.comparison)
    #expect(!comparison.places.contains { $0.frame?.contains("<load>") == true })
    let back = AppComparison(before: ReportedApps.after, now: ReportedApps.before, baseline: "a", window: "b")
    #expect(back.places.map(\.frame) == ["shop.py:41:encode"] && back.places.map(\.outcome) == [.better])
    #expect(!back.isWorse)
  }

  @Test func `One stall more is no change`() {
    let now = AppHistory(
      app: "shop", intervals: ReportedApps.before.intervals,
      places: [ReportedApps.place("shop.py:5:rare", .blocked, count: 1, milliseconds: 900)])
    let comparison = AppComparison(
      before: AppHistory(app: "shop", intervals: now.intervals), now: now, baseline: "a", window: "b")
    #expect(comparison.places.map(\.outcome) == [.unknown] && !comparison.isWorse)
  }

  @Test func `Targets from the command line hold for applications, and those alone that are asked for`() throws {
    var judging = Judging(file: "x", .standard)
    judging.overrides = [try NamedTarget.parse("saturation=ratio < 0.1")]
    judging.only = try JudgedNames(parsing: "saturation,tasks")
    let app = Report.App(ReportedApps.before, targets: judging.app("shop").targets)
    #expect(app.judgements.map(\.target.name) == [.saturation, .tasks])
    #expect(app.judgements.map(\.verdict) == [.breached, .met])
  }

  @Test func `Saturation is that of the busiest process, and the report names both`() throws {
    var intervals = ReportedApps.intervals(from: 0, life: 1, late: 5)
    for index in intervals.indices { intervals[index].busiest = BusiestShare(mean: 0.95, max: 0.95) }
    let app = Report.App(AppHistory(app: "shop", intervals: intervals), targets: [.saturation])
    #expect(app.verdict == .breached)
    var report = Report([], since: ReportedApps.since, until: ReportedApps.until)
    report.apps = [app]
    #expect(report.text.contains("of the time, that of the busiest process for 95 %"))
  }

  @Test func `A queue with a target of its own is judged by that, as the agent does`() throws {
    let intervals = ReportedApps.intervals(from: 0, life: 1, late: 5)
    let history = AppHistory(app: "shop", intervals: intervals)
    let plan = WatchPlan.App(pattern: "shop", queues: ["in<box>": Target(.queueDepth, .max, .below(5))])
    var judging = Judging(file: "x", JudgingPlan(apps: [plan]))
    let queue = { (judging: Judging) in
      Report.App(history, judging.app("shop")).judgements.first { $0.target.name == .queueDepth }
    }
    let judged = try #require(queue(judging))
    #expect(judged.verdict == .breached && judged.value == 7 && judged.queue == "in<box>")
    // As the agent does.
    var watch = Watch(WatchPlan(canaries: []), at: ReportedApps.since)
    var watchPlan = WatchPlan(canaries: [])
    watchPlan.apps = [plan]
    _ = watch.apply(watchPlan, at: ReportedApps.since)
    for interval in intervals { _ = watch.intervalEnded(interval) }
    let live = try #require(watch.judgements(ofApp: "shop").first { $0.target.name == .queueDepth })
    #expect(live.verdict == judged.verdict && live.value == judged.value && live.queue == judged.queue)
    // A target from the command line holds for each queue, and a backtest takes it as well.
    judging.overrides = [try NamedTarget.parse("queue_depth=max < 9")]
    #expect(queue(judging)?.verdict == .met)
    #expect(judging.rules.apps.allSatisfy { $0.queues.isEmpty })
  }

  @Test func `The word deployment needs an application`() throws {
    let filter = HistoryFilter(since: ReportedApps.since, until: ReportedApps.until)
    #expect(throws: ReportBaseline.Problem.withoutApplication) {
      try ReportBaseline(window: "deployment", for: filter, now: ReportedApps.until)
    }
    guard case .deployment = try ReportBaseline(window: "deployment", for: filter, app: "shop", now: ReportedApps.until) else {
      Issue.record("it is no deployment")
      return
    }
  }

  @Test func `JSON has the shape of the contract, with null where there is no figure`() throws {
    let object = try JSONSerialization.jsonObject(with: Data(try ReportedApps.report.json().utf8)) as? [String: Any]
    let app = try #require((object?["apps"] as? [[String: Any]])?.first)
    #expect(app["app"] as? String == "shop" && app["verdict"] as? String == "met")
    let targets = try #require(app["targets"] as? [[String: Any]])
    for target in targets {
      #expect(Set(target.keys).isSuperset(of: ["target", "value", "limit", "verdict", "cause", "queue", "samples"]))
    }
    #expect(targets.first { $0["target"] as? String == "io_wait" }?["value"] is NSNull)
    let place = try #require((app["places"] as? [[String: Any]])?.first)
    #expect(Set(place.keys).isSuperset(of: ["frame", "cause", "seconds", "count", "worst_seconds", "stack"]))
    #expect((app["stalls"] as? [String: Any])?["seconds_by_cause"] is [String: Any])
    #expect((app["occurrences"] as? [[String: Any]])?.map { $0["kind"] as? String } == ["started", "process_died", "deployed"])
  }

  @Test func `Names and frames from outside are no markup`() {
    var report = Report([], since: ReportedApps.since, until: ReportedApps.until)
    let hostile = "<b>\u{1B}[31m`x`"
    let history = AppHistory(
      app: hostile, intervals: ReportedApps.after.intervals,
      places: [ReportedApps.place(hostile, .blocked, count: 3, milliseconds: 500)],
      occurrences: [
        AppOccurrence(app: hostile, at: ReportedApps.since, kind: .processDied, pid: 1, version: hostile, frame: hostile)
      ])
    report.apps = [Report.App(history, targets: Target.ofApplications)]
    #expect(!report.html.contains("<b>\u{1B}") && !report.html.contains(hostile))
    #expect(!report.junit.contains("<b>"))
    #expect(!report.text.contains("\u{1B}") && !report.markdown.contains("\u{1B}") && !report.markdown.contains("<b>"))
  }
}
