import Alerting
import ManualClock
import Notifying
import Testing

@Suite(.timeLimit(.minutes(1))) struct NotifierWorkerPauseTests {
  private let time = ManualTime()
  private let reports = Reports()

  private func worker(_ notifier: ScriptedNotifier, bits: UInt64 = FixedGenerator.middle.bits) -> NotifierWorker {
    NotifierWorker(notifier, time: time, generator: FixedGenerator(bits: bits), report: reports.take)
  }

  private func retry(_ reason: String = "down", after: Duration? = nil) -> ScriptedNotifier.Step {
    .answer(.retry(after: after, reason: reason))
  }

  @Test func `Failures are repeated after growing pauses, up to a minute`() async {
    let worker = worker(ScriptedNotifier(Array(repeating: retry(), count: 20)))
    worker.offer([.sample(mix: "a")])
    let run = Task { await worker.run() }
    var pause = 0.5
    for _ in 0..<20 {
      #expect(await reports.next(1) == ["failed 1: down"])
      let wait = Duration.seconds(pause)
      await time.untilSomebodySleeps(until: time.uptime + wait)
      time.advance(by: wait)
      pause = min(pause * 1.5, 60)
    }
    #expect(await reports.next(1) == ["delivered a"])
    run.cancel()
    await run.value
  }

  @Test func `The pause begins anew after a delivery`() async {
    let worker = worker(ScriptedNotifier([retry(), retry(), .answer(.delivered), retry()]))
    let run = Task { await worker.run() }
    worker.offer([.sample(mix: "a")])
    for pause in [0.5, 0.75] {
      let wait = Duration.seconds(pause)
      await time.untilSomebodySleeps(until: time.uptime + wait)
      time.advance(by: wait)
    }
    #expect(await reports.next(3).last == "delivered a")
    worker.offer([.sample(mix: "b")])
    await time.untilSomebodySleeps(until: time.uptime + .seconds(0.5))
    run.cancel()
    await run.value
  }

  @Test(arguments: [(0, 0.25), (1 << 51, 0.375), (3 << 51, 0.625)])
  func `Pauses vary by half`(_ bits: UInt64, _ seconds: Double) async {
    let worker = worker(ScriptedNotifier([retry()]), bits: bits)
    worker.offer([.sample()])
    let run = Task { await worker.run() }
    await time.untilSomebodySleeps(until: time.uptime + .seconds(seconds))
    run.cancel()
    await run.value
  }

  @Test func `A receiver is left alone for as long as it asks`() async {
    let notifier = ScriptedNotifier([retry("busy", after: .seconds(90))], splits: true)
    let worker = worker(notifier)
    worker.offer([.sample(.queueGrowing, mix: "a"), .sample(.ioWaitHigh, mix: "b")])
    let run = Task { await worker.run() }
    #expect(await reports.next(1) == ["failed 1: busy"])
    await time.untilSomebodySleeps(until: time.uptime + .seconds(90))
    #expect(notifier.sent == [["a"]])
    time.advance(by: .seconds(90))
    #expect(await reports.next(2) == ["delivered a", "delivered b"])
    run.cancel()
    await run.value
  }
}
