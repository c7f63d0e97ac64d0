import CalcmonTesting
import Reporting
import Runs
import Samples
import Testing
import Workloads

@Suite struct RunTableTextTests {
  @Test func `The text is the golden text`() throws {
    try Golden.expect(RunTable.comparison.text, matches: "\(Repository.root)/Tests/ReportingTests/Golden/run.txt")
  }

  @Test func `The guide's text is the golden text`() throws {
    try Golden.expect(RunTable.guide(items: 1000).text, matches: "\(Repository.root)/Tests/ReportingTests/Golden/guide.txt")
  }

  @Test(
    arguments: [
      (.ioBound, 2, "Mix io-bound (io): 100 items, I/O http 10 ms, 2 cores"),
      (.cpuBound, 1, "Mix cpu-bound (cpu): 100 items, CPU integer 20 ms, at 80 % of the capacity, 1 core"),
      (.mixed, 2, "Mix mixed (mixed): 100 items, I/O timer 3.3 ms, CPU integer 1.2 ms, 2 cores"),
      (.realtime, 64, "Mix realtime (realtime): 100 items, I/O timer 1 ms, CPU integer 1 ms, 200 items/s, 64 cores"),
      (
        Mix(name: "x", kind: .mixed, arrivals: .batch(items: 100), io: .init(.sqlite), cpu: .init(.memory, seconds: 0.0005)), 2,
        "Mix x (mixed): 100 items, I/O sqlite, CPU memory 500 us, 2 cores"
      ),
    ] as [(Mix, Int, String)])
  func `The title tells the mix`(mix: Mix, cores: Int, title: String) {
    let table = RunTable(mix, cores: cores, records: [.completed(.async)])
    #expect(table.text.split(separator: "\n").first.map(String.init) == title)
  }

  @Test func `An idle mix has no items in its title`() {
    let table = RunTable(.idle, cores: 2, records: [.ended(.async, .cancelled)])
    #expect(table.text.hasPrefix("Mix idle (idle): 2 cores\n\n"))
  }

  @Test func `A run as it should be needs no remark`() {
    #expect(
      RunTable.mixed([.completed(.hybrid), .completed(.sync)]).text.split(
        separator: "\n", omittingEmptySubsequences: false
      ).count == 6)
  }

  @Test func `What went wrong with items is a remark`() {
    let table = RunTable.mixed([
      .completed(.hybrid, failed: 1, timeout: 2, dropped: 3, retries: 4), .completed(.hybrid, failed: 1),
      .completed(.sync, failed: 1, retries: 9),
    ])
    #expect(
      table.text.hasSuffix(
        """


        hybrid in swift: 2 failed, 2 timed out, 3 dropped by the full queue, 4 retries
        hybrid in swift: too many items fail: 7 of 200 items came to no good end (2 failed, 2 timed out, 3 found the queue full), \
        limit <= 1 %
        sync in swift: 1 failed, 9 retries

        """))
    #expect(table.rows.map(\.verdict) == [.breached, .met] && table.verdict == .breached && table.isComplete)
  }

  @Test func `A target that is not met is a remark`() {
    #expect(
      RunTable.mixed([.completed(.hybrid, milliseconds: 250)]).text.hasSuffix(
        "\n\nhybrid in swift: event_loop_latency is breached: 500 ms, limit p(99) < 100 ms (cause: unexplained). No stall was seen that explains it. It is not known how long it waited for a core.\n"
      ))
    #expect(
      RunTable.mixed([.completed(.hybrid, ticks: 99)]).text.hasSuffix(
        "\n\ntoo short to judge: hybrid in swift (99 of 100 ticks): --duration 3s or --items 130\n"))
  }

  // MARK: The guide

  @Test func `The guide's figures stand beside its own mix only`() throws {
    #expect(RunTable.guide(items: 10_000).text.contains("GUIDE: TIME"))
    #expect(!RunTable.comparison.text.contains("GUIDE"))
    #expect(try RunTable.comparison.jsonRuns().allSatisfy { $0["guide"] == nil })
    let guide = try #require(try RunTable.guide(items: 1000).jsonRuns().last?["guide"] as? [String: Any])
    #expect(guide["seconds"] as? Double == 12.1)
    #expect(guide["memory_megabytes"] as? Double == 248)
    #expect(guide["items"] as? Int == 10_000)
    #expect(guide["speedup"] as? Double == 45.2 / 12.1)
  }

  @Test(arguments: [(1000, true), (9_999, true), (10_000, false), (20_000, true)])
  func `A benchmark of another length says so`(items: Int, isScaled: Bool) {
    let remark = "\nScaled to \(items) of the guide's 10000 items: compare speed-ups, not times.\n"
    #expect(RunTable.guide(items: items).text.hasSuffix(remark) == isScaled)
    #expect(RunTable.guide(items: items).text.contains("Scaled") == isScaled)
  }

  @Test(
    arguments: [
      (.sync, 45.2, 187, "1"), (.threads, 22.8, 312, "1.98"), (.async, 18.4, 205, "2.46"), (.hybrid, 12.1, 248, "3.74"),
    ]
      as [(Strategy, Double, Double, String)])
  func `The guide's figures are those that it publishes`(strategy: Strategy, seconds: Double, megabytes: Double, speedup: String)
  {
    let figures = GuideFigures.of(strategy)
    #expect((figures.seconds, figures.megabytes) == (seconds, megabytes))
    #expect(Digits.text(figures.speedup) == speedup)
  }
}
