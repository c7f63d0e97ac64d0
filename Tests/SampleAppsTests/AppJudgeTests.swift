import FoundationEssentials
import SampleApps
import Samples
import Testing

/// Reports compared with the truth. All instants in milliseconds.
@Suite struct AppJudgeTests {
  @Test func `A stall that was told as it was is right`() throws {
    let judged = try judge(told: [stall(1000, 1300.5)], truth(1000, 1300))
    let finding = try #require(judged.findings.first)
    #expect(finding.isFound && finding.isCauseRight == true && finding.isFrameRight == true && finding.isLengthRight == true)
    #expect(abs((finding.error ?? 1) - 0.0005) < 1e-9)
    #expect(judged.falseStalls == 0)
  }

  @Test func `What was not told is not found, and what did not happen is false`() throws {
    let judged = try judge(told: [stall(5000, 5300)], truth(1000, 1300))
    #expect(judged.findings.map(\.isFound) == [false])
    #expect(judged.findings.first?.isCauseRight == nil)
    #expect(judged.falseStalls == 1)
  }

  @Test func `Stalls of the start and of the host are not false`() throws {
    let told = [stall(1, 300, startup: true), stall(5000, 5300, cause: "runqueue", host: true)]
    #expect(try judge(told: told).falseStalls == 0)
  }

  @Test(arguments: [
    (stall(1000, 1300, cause: "callback"), false, true, true), (stall(1000, 1300, frame: "app.py:9:main"), true, false, true),
    (stall(1000, 1300, frame: nil), true, false, true), (stall(1000, 1300, frame: "app.py:7:Mailer.pause"), true, true, true),
    (stall(1000, 1300, overload: true), false, true, true), (stall(1000, 1304), true, true, false),
    (stall(1000, 1302.9), true, true, true), (stall(1000, 1290), true, true, false),
  ])
  func `Cause, frame and length are judged each for itself`(told: String, cause: Bool, frame: Bool, length: Bool) throws {
    let finding = try #require(try judge(told: [told], truth(1000, 1300)).findings.first)
    #expect(finding.isCauseRight == cause && finding.isFrameRight == frame && finding.isLengthRight == length)
  }

  @Test func `A host that did more is no error if all that was done is told beside it`() throws {
    var done = truth(1000, 1700)
    done.cpuNs = 300_000_000
    let told = stall(1000, 1700, cause: "runqueue", host: true, seconds: #"{"runqueue":0.4,"blocked":0.3}"#)
    #expect(try judge(told: [told], done).findings.first?.isCauseRight == true)
    let less = stall(1000, 1700, cause: "runqueue", host: true, seconds: #"{"runqueue":0.6,"blocked":0.1}"#)
    #expect(try judge(told: [less], done).findings.first?.isCauseRight == false)
  }

  @Test func `Of two processes that were held at the same time the nearer one is meant`() throws {
    let told = [stall(990, 1320), stall(1000, 1300.2), stall(1005, 1330)]
    #expect(try judge(told: told, truth(1000, 1300)).findings.first?.isLengthRight == true)
  }

  @Test func `What the host had may be before or behind what was done`() throws {
    let told = stall(1000, 1320, seconds: #"{"blocked":0.3,"runqueue":0.02}"#)
    #expect(try judge(told: [told], truth(1000, 1300)).findings.first?.isLengthRight == true)
  }

  @Test func `Of a lock that another thread had, the thread is judged, and a tick is nothing that the loop could feel`() throws {
    var done = truth(1000, 1300, cause: .gil)
    (done.frame, done.thread, done.holder) = (nil, "ranking", "rank")
    let holder = #"{"thread":"ranking","frame":"app.py:9:rank"}"#
    let right = try judge(told: [stall(1090, 1300, cause: "gil", frame: nil, holder: holder)], done).findings.first
    #expect(right?.isCauseRight == true && right?.isFrameRight == true && right?.isLengthRight == true)
    let other = #"{"thread":"other","frame":"app.py:9:rank"}"#
    #expect(
      try judge(told: [stall(1090, 1300, cause: "gil", frame: nil, holder: other)], done).findings.first?.isFrameRight == false)
    // All of it may have been slept through.
    let short = truth(1000, 1150, cause: .gil)
    #expect(try judge(told: [], short).findings.isEmpty)
  }

  @Test func `What grows is found by its trend`() throws {
    var queue = Truth()
    (queue.grows, queue.name) = ("queue", "inbox")
    var tasks = Truth()
    tasks.grows = "tasks"
    #expect(try judge(told: [], queue, tasks).findings.map(\.isFound) == [false, true])
    queue.name = "outbox"
    #expect(try judge(told: [], queue).findings.map(\.isFound) == [true])
  }

  @Test func `The programs are all there, and what they import`() {
    let names = Set(SampleApp.files.map(\.name))
    for app in SampleApp.all { #expect(names.contains("\(app.name).py")) }
    #expect(Set(SampleApp.all.map(\.title)).count == SampleApp.all.count)
    #expect(names.contains("truth.py"))
  }

  private func truth(_ from: Int64, _ to: Int64, cause: StallCause = .blocked) -> Truth {
    Truth(cause: cause, frame: "pause", startedNs: from * 1_000_000, endedNs: to * 1_000_000, cpuNs: 0)
  }

  private func judge(told: [String], _ truths: Truth...) throws -> (findings: [AppFinding], falseStalls: Int) {
    let text = """
      {"app":"a","exit_status":0,"processes":1,"stalls":[\(told.joined(separator: ","))],"tasks":{"trend_per_second":2},
       "queues":[{"queue":"inbox","trend_per_second":0},{"queue":"outbox","trend_per_second":7}],"probe_errors":0}
      """
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return AppJudge("a", try decoder.decode(ToldReport.self, from: Data(text.utf8))).judge(truths)
  }
}

/// A stall as it is reported.
private func stall(
  _ from: Double, _ to: Double, cause: String = "blocked", frame: String? = "app.py:7:pause", startup: Bool = false,
  overload: Bool = false, host: Bool = false, seconds: String = "{}", holder: String = "null"
) -> String {
  let instants = #""started_monotonic_ns":\#(Int64(from * 1e6)),"ended_monotonic_ns":\#(Int64(to * 1e6))"#
  let flags = #""startup":\#(startup),"overload":\#(overload),"host_caused":\#(host)"#
  return
    #"{\#(instants),"cause":"\#(cause)","seconds_by_cause":\#(seconds),\#(flags),"frame":\#(frame.map { "\"\($0)\"" } ?? "null"),"holder":\#(holder)}"#
}
