import Samples
import Settings
import Testing
import Workloads

/// Values as flags and the configuration share them.
@Suite struct WrittenValueTests {
  private func settings(_ text: String) throws -> AgentSettings { try AgentSettings(parsing: text, file: "f", cores: 4) }

  private func problems(_ text: String) -> String {
    do {
      _ = try settings(text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `Shares may be percentages, rates have times, and steps are one word`() throws {
    let text = """
      canaries: {cpu_budget: 5%}
      mixes:
        - {name: a, kind: cpu, load: 80%, duration: 3s, cpu: 3ms, fail: 5%}
        - {name: b, kind: realtime, rate: 18k/m, items: 10, io: "timer:2ms", cpu: "memory:1ms"}
      """
    let settings = try settings(text)
    #expect(settings.cpuBudget == 0.05)
    let mixes = try #require(settings.mixes?.map(\.mix))
    #expect(mixes.map(\.arrivals) == [.load(0.8, .seconds(3)), .rate(300, .items(10))])
    #expect(mixes.map(\.cpu) == [Mix.CPUStep(seconds: 0.003), Mix.CPUStep(.memory, seconds: 0.001)])
    #expect(mixes.map(\.io) == [nil, Mix.IOStep(.timer, seconds: 0.002)])
    #expect(mixes[0].fail == 0.05)
  }

  @Test(arguments: [
    ("canaries: {cpu_budget: 200%}", "f:1:24: cpu_budget: '200%' is not a share above 0 and at most 1"),
    ("canaries: {cpu_budget: half}", "cpu_budget: 'half' is no share, such as 0.8 or 80%"),
    ("canary: {every: 5m}", "unknown key 'canary'; did you mean 'canaries'?"),
    (
      "mixes: [{name: a, kind: realtime, rate: 300/x, items: 5, cpu: 1ms}]",
      "rate: '300/x' is no rate, such as 300, 300/s or 18k/m"
    ),
    ("mixes: [{name: a, kind: cpu, items: 5, cpu: soon}]", "cpu: 'soon' is not a duration, such as 3.3ms, 5s or 1m30s"),
    ("mixes: [{name: a, kind: io, items: 5, io: \"tape:1ms\"}]", "io: unknown kind 'tape'; there are: timer, http, disk, sqlite"),
  ])
  func `What is none is refused with an example`(text: String, message: String) {
    #expect(problems(text).contains(message), "\(problems(text))")
  }

  @Test func `A changed mix has a name of its own, equal for equal changes`() {
    var one = Mix.mixed
    one.cpu = Mix.CPUStep(seconds: 0.06)
    var other = one
    other.arrivals = .batch(items: 40)
    var same = Mix.mixed
    same.cpu = Mix.CPUStep(seconds: 0.06)
    #expect(same.asVariant.name == one.asVariant.name)
    // Histories of other versions of calcmon have it.
    #expect(one.asVariant.name == "mixed~f78a81")
    #expect(one.asVariant.name != other.asVariant.name)
    #expect(one.asVariant.name.wholeMatch(of: /mixed~[0-9a-f]{6}/) != nil)
    var long = one
    long.name = String(repeating: "é", count: 32)
    #expect(long.asVariant.name.utf8.count <= 64)
    #expect(long.asVariant.problems(cores: 2).isEmpty)
  }
}
