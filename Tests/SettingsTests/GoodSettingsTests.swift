import Alerting
import HTTPServer
import Samples
import Settings
import Storage
import Testing
import Thresholds
import Workloads

@Suite struct GoodSettingsTests {
  private func settings(_ name: String) throws -> AgentSettings {
    try AgentSettings(parsing: SettingsFolder.text(name, in: SettingsFolder.good), file: "/etc/calcmon/\(name).yaml", cores: 2)
  }

  @Test(arguments: [
    "", "# nothing but a comment\n", "---\n", "~", "\u{FEFF}{}", "web:\nmixes:\nalerting: {rules: }\n", "\n\n\r\n",
  ])
  func `What says nothing is as good as no file`(text: String) throws {
    #expect(try AgentSettings(parsing: text, file: "f", cores: 2) == AgentSettings())
  }

  @Test func `Each section sets what it is called after`() throws {
    let settings = try settings("sections")
    #expect(settings.listenAddresses == [ListenAddress(host: "0.0.0.0", port: 9873), ListenAddress(host: "::1", port: 9874)])
    #expect(settings.externalURL == "https://calcmon.example.org/a?b=c&d=*")
    #expect(settings.storagePath == "/etc/calcmon/data/calcmon.db")
    #expect(settings.retention == Retention(raw: 14 * 86400, minute: 90 * 86400, hour: 730 * 86400, size: 500_000_000))
    #expect([settings.sampling.interval, settings.sampling.tick, settings.sampling.stallLimit] == [0.5, 0.005, 0.05])
    #expect([settings.cpuBudget, settings.every, settings.window] == [0.1, 600, 3600])
    #expect(settings.canaryCores == .count(3))
    #expect(settings.canaryPriority == .idle)
    #expect(settings.watch.socket == .path("/etc/calcmon/run/apps.sock"))
    #expect(settings.watch.group == "observed")
    #expect(settings.mixes == nil)
    #expect(settings.effectiveMixes.map(\.mix) == Mix.standard)
  }

  @Test(
    arguments: [("auto", .few), ("all", .all), ("1", .count(1)), ("64", .count(64))] as [(String, CoreChoice)],
    [("normal", .normal), ("low", .low), ("idle", .idle)] as [(String, RunPriority)])
  func `Canaries take so many cores, and give way so far`(cores: (String, CoreChoice), priority: (String, RunPriority)) throws {
    let text = "canaries: {cores: \(cores.0), priority: \(priority.0)}"
    let settings = try AgentSettings(parsing: text, file: "f", cores: 2)
    #expect(settings.canaryCores == cores.1)
    #expect(settings.canaryPriority == priority.1)
    let other = try AgentSettings(parsing: "canaries: {every: 1m}", file: "f", cores: 2)
    #expect((other.canaryCores, other.canaryPriority) == (.few, .low))
  }

  @Test(arguments: ["none", "''"]) func `Applications need not be watched`(socket: String) throws {
    let settings = try AgentSettings(parsing: "watch: {socket: \(socket)}", file: "f", cores: 2)
    #expect(settings.watch.socket == .off)
    #expect(settings != AgentSettings())
  }

  @Test func `A target may have a window, a critical and a clearing limit`() throws {
    let settings = try settings("sections")
    let target = try #require(settings.targets[.eventLoopLatency])
    #expect(target.conditions.map(\.limit) == [.below(0.05)])
    #expect(target.critical.map(\.limit) == [.below(0.5)])
    #expect(target.clearing.map(\.limit) == [.below(0.04)])
    #expect(target.window == 3600)
    #expect(Set(settings.targets.keys) == [.eventLoopLatency, .ioWait])
  }

  @Test func `Every key of a mix is heard`() throws {
    let settings = try #require(try settings("mixes").mixes?.first)
    var mix = Mix(
      name: "checkout", kind: .mixed, strategies: [.hybrid, .sync], arrivals: .batch(items: 2000),
      io: Mix.IOStep(.http, seconds: 0.0033), cpu: Mix.CPUStep(.hashing, seconds: 0.0012), concurrency: 100)
    mix.threads = 4
    mix.chunk = 50
    mix.timeoutSeconds = 5
    mix.retries = Mix.Retries(attempts: 3, backoffSeconds: 0.05)
    mix.fail = 0.01
    mix.hang = 0.02
    mix.loop = .uvloop
    #expect(settings.mix == mix)
    #expect(settings.runtimes == [.swift])
    #expect(settings.every == 60)
    #expect(settings.targetsOff == [.ioWait, .memory])
    #expect(settings.alertStrategies == [.sync])
  }

  @Test func `Items arrive as the keys say`() throws {
    let mixes = try #require(try settings("mixes").mixes).map(\.mix)
    #expect(
      mixes.map(\.arrivals) == [
        .batch(items: 2000), .rate(400, .seconds(5)), .load(0.5, .items(100)), .filling(seconds: 2), .none(seconds: 3),
      ])
    #expect(mixes.map(\.strategies) == [[.hybrid, .sync], [.hybrid], [.hybrid], [.async], [.async]])
    #expect(mixes.map(\.queueLimit) == [nil, 1000, nil, nil, nil])
    #expect(mixes.map(\.processes) == [nil, nil, 2, nil, nil])
  }

  @Test func `A built-in mix without a kind changes only what is given`() throws {
    let mixes = try #require(try settings("built-in").mixes).map(\.mix)
    #expect(mixes[0] == .idle)
    var cpuBound = Mix.cpuBound
    cpuBound.arrivals = .load(0.7, .seconds(3))
    #expect(mixes[1] == cpuBound)
    #expect(mixes[2].arrivals == .rate(200, .items(500)))
    #expect(mixes[3].io == Mix.IOStep(.disk))
    #expect(mixes[3].cpu == Mix.mixed.cpu)
    #expect(mixes[3].arrivals == .batch(items: 100))
    #expect(mixes[4].arrivals == .filling(seconds: 3))
    #expect(mixes[4].io == Mix.IOStep(.http, seconds: 0.005))
    #expect(mixes[5] == Mix(name: "guide", kind: .idle, strategies: [.async], arrivals: .none(seconds: 1)))
  }

  @Test func `Steps of the user's own, and where they are`() throws {
    let mixes = try #require(try settings("own-steps").mixes).map(\.mix)
    let price = mixes[0]
    #expect(price.io == Mix.IOStep(.call(.python(module: "shop.db", function: "load"))))
    #expect(price.cpu == Mix.CPUStep(calling: .python(module: "shop.pricing", function: "price")))
    #expect((price.workers, price.servers) == (.forkserver, 4))
    let code = try #require(price.code)
    #expect(code.items == .call(.python(module: "shop.pricing", function: "samples")))
    #expect(code.python == "/etc/calcmon/venv/bin/python")
    #expect(code.path == ["/etc/calcmon/lib", "/srv/lib"])
    #expect(code.environment == ["DB_URL": "sqlite:///shop.db", "LEVEL": "3", "EMPTY": ""])
    #expect(mixes[1].io == Mix.IOStep(.url("https://user:hunter2@shop.example/a?b=c")))
    #expect(mixes[2].io == Mix.IOStep(.command(["/etc/calcmon/bin/tool", "", "a b"])))
    #expect(mixes[3].io == Mix.IOStep(.command(["curl", "-s", "http://a/?b=c&d=e"])))
    #expect(mixes[4].code?.items == .file("/etc/calcmon/items.jsonl"))
    #expect(mixes[4].code?.python == "python3.13")
    #expect(mixes[5].code?.child == "/etc/calcmon/MyWork")
    #expect(mixes[6].io == Mix.mixed.io)
    #expect(mixes[6].cpu == Mix.CPUStep(calling: .python(module: "shop", function: "f")))
    #expect(
      mixes.map(\.possibleRuntimes) == [
        [.asyncio], Runtime.allCases, Runtime.allCases, Runtime.allCases, [.asyncio], [.swift], [.asyncio],
      ])
  }

  @Test func `Aliases and merged keys repeat what stands elsewhere`() throws {
    let mixes = try #require(try settings("aliases").mixes).map(\.mix)
    #expect(mixes.map(\.name) == ["a", "b", "c"])
    #expect(mixes.map(\.arrivals) == [.batch(items: 10), .batch(items: 20), .batch(items: 5)])
    #expect(mixes.allSatisfy { $0.io == Mix.IOStep(.timer, seconds: 0.001) })
  }
}
