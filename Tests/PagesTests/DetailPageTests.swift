import Alerting
import CalcmonTesting
import Pages
import Samples
import Snapshots
import Storage
import Testing

/// The pages of a run and of an alert, and their lists.
@Suite struct DetailPageTests {
  static let version = "0.1.0 (revision 0123456789ab)"

  static func page(of run: RunDetail, root: String = "", beside: RunBeside = RunBeside()) -> String {
    RunPage.html(DetailFixtures.judged(run), beside: beside, root: root, version: version)
  }

  static func page(
    of alert: Alert, runs: [RunDetail]? = nil, isForgotten: Bool = false, isMuted: Bool = false, root: String = ""
  ) -> String {
    let runs = runs ?? DetailFixtures.evidence()
    return AlertPage.html(
      DetailFixtures.episode(alert, isForgotten: isForgotten, runs: runs), runs: runs.map { DetailFixtures.judged($0) },
      isMuted: isMuted, now: DetailFixtures.now, current: DetailFixtures.current(alert), target: .eventLoopLatency, root: root,
      version: version)
  }

  static func pages(_ name: String, root: String = "") -> [String] {
    let run = DetailFixtures.hostile(name)
    let alert = DetailFixtures.alert(.firing, mix: name)
    return [
      page(of: run, root: root),
      page(of: alert, runs: [run], root: root),
      RunListPage.html(
        [DetailFixtures.judged(run)], next: "before=1",
        filter: RunFilter(mix: name, strategy: .hybrid, runtime: .asyncio, others: ["since": name]), mixes: [name, name + "2"],
        now: DetailFixtures.now,
        root: root, version: version),
      AlertListPage.html(
        [.init(alert: alert, isMuted: true)], transitions: DetailFixtures.transitions(DetailFixtures.alert(.inactive, mix: name)),
        now: DetailFixtures.now, root: root, version: version),
      RunbookPage.html(name: "CalcmonQueueGrowing", markdown: "# A\n\n- `\(name)`", root: root, version: version),
    ]
  }

  @Test(arguments: [
    ("run-stalled", DetailFixtures.stalled), ("run-crashed", DetailFixtures.crashed),
  ])
  func `The page of a run`(name: String, run: RunDetail) throws {
    try Golden.expect(
      HTMLShape.main(Self.page(of: run)), matches: "\(Repository.root)/Tests/PagesTests/Golden/\(name).html")
  }

  @Test func `It says what limited the run: the host with those who had it, escaped, or what in the program was busy`() {
    var detail = DetailFixtures.stalled
    let seconds = detail.run.figures?.seconds ?? 0
    detail.run.bottleneck = .loop
    #expect(Self.page(of: detail).contains("<p class=\"limit\">Limited by the event loop&#39;s own thread"))
    detail.run.account = RunAccount(ranSeconds: seconds, waitedSeconds: seconds)
    detail.run.host = HostUse(
      seconds: seconds, capacitySeconds: 2 * seconds, othersSeconds: 1.5 * seconds,
      consumers: [CPUConsumer(name: "<b>&", seconds: seconds)])
    let html = Self.page(of: detail)
    #expect(html.contains("<p class=\"limit\">Limited by the host: Others used 1.5 of 2 cores: &lt;b&gt;&amp; 1. The run"))
  }

  @Test func `It says where the time went, with a text for each bar, and nothing of what is not known`() {
    var detail = DetailFixtures.stalled
    #expect(!Self.page(of: detail).contains("Where the time went"))
    detail.run.account = RunAccount(ranSeconds: 3, waitedSeconds: 2, throttledSeconds: 0)
    detail.run.host = HostUse(
      seconds: 4, capacitySeconds: 8, othersSeconds: 1.5, agentSeconds: 0.5,
      consumers: [CPUConsumer(name: "<b>&", seconds: 1.2)])
    let html = Self.page(of: detail)
    #expect(html.contains("<desc>ran 3 s, 60 %; waited for a core 1.5 s, 30 %; waited for each other 500 ms, 10 %</desc>"))
    #expect(html.contains("<desc>this run 0.8, 37.5 %; calcmon 0.1, 6.3 %; others 0.4, 18.8 %; idle 0.8, 37.5 %</desc>"))
    #expect(html.contains("<li><bdi>&lt;b&gt;&amp;</bdi> <b>0.3</b></li>"))
    #expect(html.contains("Not told by the kernel: stolen time and waiting for disks."))
    #expect(HTMLShape.main(html).components(separatedBy: "id=\"hatch\"").count == 2)
  }

  @Test(arguments: [("<m>~3f2a81", true), ("a~b", false), ("a~3F2A81", false), ("~3f2a81", false)])
  func `It says what the run was asked to do, and of which mix it is a variant`(_ mix: String, _ isVariant: Bool) {
    var detail = DetailFixtures.hostile(mix)
    #expect(!Self.page(of: detail).contains("id=\"parameters\""))
    var parameters = RunParameters()
    (parameters.items, parameters.io, parameters.loop) = (2500, .init(kind: .timer, seconds: 0.0033), "<i>")
    detail.run.parameters = parameters
    let html = Self.page(of: detail)
    for (name, value) in [
      ("Items", "2,500"), ("I/O step", "timer 3.3 ms"), ("Arrivals", "all at once"), ("Event loop", "&lt;i&gt;"),
    ] {
      #expect(html.contains("<dt>\(name)</dt><dd>\(value)</dd>"), "\(name)")
    }
    #expect(!html.contains("<dt>Threads</dt>"))
    #expect(html.contains("The mix <bdi>&lt;m&gt;</bdi>, changed for this run") == isVariant)
    #expect(html.contains("changed for this run") == isVariant)
  }

  @Test func `It says what the user's own functions did, and shows no secret of theirs`() {
    var detail = DetailFixtures.hostile("price")
    #expect(!Self.page(of: detail).contains("id=\"own-steps\""))
    var parameters = RunParameters()
    parameters.cpu = .init(call: .python(module: "shop", function: "price"), seconds: nil)
    (parameters.workers, parameters.servers) = (.spawn, 4)
    var code = UserCode()
    (code.python, code.items, code.path) = ("/venv", .call(.python(module: "shop", function: "samples")), ["/lib", "/a<b"])
    code.environment = ["SECRET": "hunter2"]
    parameters.code = code
    detail.run.parameters = parameters
    detail.run.ownSteps = OwnStepAccount(
      Records.completed().telling { result in
        result.firstError = "shop.py:7: in price\nValueError: <b>\u{1B}[31m"
        result.workerStartSeconds = 0.31
        result.transfer = TransferCost(argumentBytes: 1_258_291, resultBytes: 20, loopSeconds: 0.002, workerSeconds: 0.001)
      }.measurements?.result)
    let html = Self.page(of: detail)
    for (name, value) in [
      ("CPU step", "python:shop:price"), ("Workers", "spawn"), ("Servers", "4"), ("Interpreter", "/venv"),
      ("Arguments from", "python:shop:samples"), ("Modules from", "/lib, /a&lt;b"), ("Workers started in", "310 ms"),
      ("To send an item to a worker", "argument 1.2 MiB and result 20 B pickled, 3 ms to send"),
    ] {
      #expect(html.contains("<dt>\(name)</dt><dd>\(value)</dd>"), "\(name)")
    }
    #expect(html.contains("shop.py:7: in price") && html.contains("ValueError: &lt;b&gt;"))
    #expect(!html.contains("\u{1B}"))
    #expect(!html.contains("hunter2"))
  }

  @Test(arguments: [("alert-firing", AlertState.firing, false), ("alert-resolved", .inactive, true)])
  func `The page of an alert`(name: String, state: AlertState, isForgotten: Bool) throws {
    let html = Self.page(of: DetailFixtures.alert(state), isForgotten: isForgotten)
    try Golden.expect(HTMLShape.main(html), matches: "\(Repository.root)/Tests/PagesTests/Golden/\(name).html")
  }

  @Test func `The same values make the same page`() {
    #expect(Self.pages("mix") == Self.pages("mix"))
  }

  @Test(arguments: ["", "/calcmon", "/a&b"])
  func `All links begin with the prefix, and nothing is inline`(root: String) {
    let escaped = root.replacing("&", with: "&amp;")
    for html in Self.pages("<mix & \"co\">", root: root) {
      let links = HTMLShape.values(of: "href", in: html).filter { !$0.hasPrefix("#") && !$0.hasPrefix("data:") }
      #expect(links.count > 5)
      for link in links { #expect(link.hasPrefix("\(escaped)/") && !link.hasPrefix("//"), "\(link)") }
      for tag in HTMLShape.tags(html) {
        #expect(!tag.contains(" style=") && !tag.hasPrefix("<style") && !tag.contains(/\ on[a-z]+=/), "\(tag)")
        #expect(!tag.hasPrefix("<script") || tag.contains("src="), "\(tag)")
      }
    }
  }

  @Test(arguments: DetailFixtures.hostileNames)
  func `A name makes no element and no attribute`(name: String) {
    // A runbook is our own text, and its signs are markup.
    for (html, plain) in zip(Self.pages(name).dropLast(), Self.pages("plain")) {
      #expect(HTMLShape.firstUnbalanced(html) == nil)
      #expect(HTMLShape.tags(html) == HTMLShape.tags(plain))
      #expect(HTMLShape.isVisible(html))
    }
  }

  @Test func `Each picture that is not decoration has a title and a description`() {
    for html in [Self.page(of: DetailFixtures.stalled), Self.page(of: DetailFixtures.alert(.firing))] {
      let pictures = html.ranges(of: "role=\"img\"").count
      #expect(pictures > 2)
      #expect(html.ranges(of: "role=\"img\"><title>").count == pictures)
      #expect(html.ranges(of: "<desc>").count == pictures)
    }
  }

  @Test func `Identifiers are unique, and headings do not skip a level`() {
    for html in Self.pages("mix") {
      let ids = HTMLShape.values(of: "id", in: html)
      #expect(Set(ids).count == ids.count)
      let levels = HTMLShape.tags(html).compactMap { tag in tag.firstMatch(of: /^<h([1-6])/).flatMap { Int($0.1) } }
      #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    }
  }

  @Test func `A run tells its stalls in a sentence, and each with what held the loop`() {
    let html = Self.page(of: DetailFixtures.stalled)
    #expect(html.contains("The loop stood still 5 times, for <b>2.93 s</b> of 4.1 s."))
    for piece in [
      "Python stack, 12 frames", "Asleep in <code>futex_do_wait</code>.", "The process was stopped",
      "The idle loop beside it was late as well, for 700 ms: the host did it.", "<code>work.py:12:parse</code>", "at 600 ms",
    ] {
      #expect(html.contains(piece), "\(piece)")
    }
    #expect(html.ranges(of: "class=\"stalled\"").count == 5 * Quantity.allCases.count)
  }

  @Test func `What is not kept any more is said, and not drawn`() {
    let html = Self.page(of: DetailFixtures.dropped)
    #expect(html.contains("The samples of this run are not kept any more"))
    #expect(html.contains("The latency of each tick is not kept any more"))
    var bare = DetailFixtures.dropped
    bare.stalls = []
    #expect(Self.page(of: bare).contains("No stall of this run is kept. Its latest tick was late by 852 ms."))
    #expect(Self.page(of: DetailFixtures.healthy).contains("The loop never stood still for longer than 100 ms."))
  }

  @Test func `A run without figures says why`() {
    let html = Self.page(of: DetailFixtures.crashed)
    #expect(html.contains("ended by a signal that calcmon did not send."))
    #expect(html.contains("ended by signal 9"))
    #expect(html.contains("nothing more is kept of it") && !html.contains("Timeline of the run"))
    var stalled = DetailFixtures.stalled
    stalled.run.figures = nil
    stalled.run.outcome = .timeout
    let partial = Self.page(of: stalled)
    #expect(partial.contains("No figures: a run has them when it completes.") && partial.contains("Timeline of the run"))
  }

  @Test(arguments: [
    (AlertState.firing, false, "firing</span> since", false), (.pending, false, "pending</span> since", false),
    (.inactive, true, "resolved</span> at", false), (.firing, false, "<span class=\"muted\">silenced</span>", true),
  ])
  func `An alert says how it stands`(state: AlertState, isForgotten: Bool, words: String, isMuted: Bool) {
    let html = Self.page(of: DetailFixtures.alert(state), isForgotten: isForgotten, isMuted: isMuted)
    #expect(html.contains(words))
    #expect(html.contains("calcmon alerts show \(DetailFixtures.alert(state).id)"))
    #expect(html.contains("calcmon alerts silence") == (state != .inactive))
    #expect(html.contains("silenced") == isMuted)
  }

  @Test(arguments: [0, -1, .leastNonzeroMagnitude, 1e-12, 1e12, 1e300, .greatestFiniteMagnitude, .nan, .infinity])
  func `No figure is too small or too great to be shown`(value: Double) {
    var detail = DetailFixtures.stalled
    detail.run.figures = .init(
      seconds: value, idealSeconds: value, itemsOk: .max, itemsFailed: 0, itemsTimeout: 0, itemsDropped: 0, retries: 0,
      queuePeak: .max, cpuUserSeconds: value, cpuSystemSeconds: value, cores: value, ioWaitSeconds: value, memoryPeakBytes: value,
      latencyP99Seconds: value, latencyMaxSeconds: value)
    detail.samples = detail.samples.map {
      StoredSample(identity: $0.identity, quantity: $0.quantity, at: $0.at, value: value, runID: 1)
    }
    for html in [Self.page(of: detail), Self.page(of: DetailFixtures.alert(.firing), runs: [detail])] {
      #expect(HTMLShape.firstUnbalanced(html) == nil)
      #expect(!html.contains("%\" y=\"nan") && html.utf8.count < 300_000)
    }
  }

  @Test func `A clock that was set back, and a run without length, are no trouble`() {
    for offset in [-86_400_000, 0] as [Int64] {
      var detail = DetailFixtures.stalled
      detail.run.endedAt = Timestamp(milliseconds: detail.run.startedAt.milliseconds + offset)
      detail.stalls = detail.stalls.map { stall in
        var stall = stall
        stall.startedAt = Timestamp(milliseconds: stall.startedAt.milliseconds + offset)
        return stall
      }
      detail.samples = []
      #expect(HTMLShape.firstUnbalanced(Self.page(of: detail)) == nil)
    }
  }

  @Test func `Lists say when there is nothing`() {
    let runs = RunListPage.html([], next: nil, filter: RunFilter(), now: DetailFixtures.now, root: "", version: "")
    #expect(runs.contains("No run is kept yet.") && !runs.contains("Older runs"))
    let chosen = RunListPage.html(
      [], next: nil, filter: RunFilter(mix: "mixed", runtime: .swift), now: DetailFixtures.now, root: "", version: "")
    #expect(chosen.contains("No run of these is kept.") && chosen.contains("<bdi>mixed, swift</bdi>"))
    let alerts = AlertListPage.html([], transitions: [], now: DetailFixtures.now, root: "", version: "")
    #expect(alerts.contains("No alert is pending or firing."))
  }

  @Test func `An episode is in one of the two lists of alerts`() {
    let alert = DetailFixtures.alert(.inactive)
    let transitions = DetailFixtures.transitions(alert)
    let html = { (active: [AgentSnapshot.ActiveAlert]) in
      AlertListPage.html(active, transitions: transitions, now: DetailFixtures.now, root: "", version: "")
    }
    for page in [html([]), html([.init(alert: alert, isMuted: false)])] {
      #expect(page.ranges(of: "/alerts/\(alert.id)").count == 1)
    }
  }
}
