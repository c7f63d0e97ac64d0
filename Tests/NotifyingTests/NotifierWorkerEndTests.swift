import Alerting
import ManualClock
import Notifying
import Testing

@Suite(.timeLimit(.minutes(1))) struct NotifierWorkerEndTests {
  private let time = ManualTime()
  private let reports = Reports()

  private func worker(_ notifier: ScriptedNotifier) -> NotifierWorker {
    NotifierWorker(notifier, time: time, generator: FixedGenerator.middle, report: reports.take)
  }

  private let down = ScriptedNotifier.Step.answer(.retry(after: nil, reason: "down"))

  @Test(arguments: [true, false])
  func `At the end what waits is tried once more, without a pause`(_ byCancellation: Bool) async {
    let notifier = ScriptedNotifier([down])
    let worker = worker(notifier)
    worker.offer([.sample(mix: "a")])
    let run = Task { await worker.run() }
    await time.untilSomebodySleeps(until: time.uptime + .seconds(0.5))
    if byCancellation { run.cancel() } else { worker.finish() }
    await run.value
    #expect(await reports.rest() == ["failed 1: down", "delivered a"])
    #expect(notifier.isShutDown)
  }

  @Test func `What fails at the end is dropped`() async {
    let worker = worker(ScriptedNotifier([down, down, .answer(.refused(reason: "no"))], splits: true))
    worker.offer([.sample(.queueGrowing, mix: "a")])
    let run = Task { await worker.run() }
    await time.untilSomebodySleeps(until: time.uptime + .seconds(0.5))
    worker.offer([.sample(.ioWaitHigh, mix: "b"), .sample(.memoryGrowing, mix: "c")])
    run.cancel()
    await run.value
    #expect(await reports.rest() == ["failed 1: down", "failed 1: down", "failed 1: no", "delivered c", "dropped 1"])
  }

  @Test func `A receiver that asks to be left alone is not tried again at the end`() async {
    let notifier = ScriptedNotifier([.answer(.retry(after: .seconds(9), reason: "busy"))])
    let worker = worker(notifier)
    worker.offer(NotifiedAlert.several(300))
    worker.finish()
    await worker.run()
    #expect(await reports.rest() == ["failed 256: busy", "dropped 300"])
  }

  @Test func `A try under way is awaited, up to the limit`() async {
    let notifier = ScriptedNotifier([.hang])
    let worker = worker(notifier)
    worker.offer([.sample(mix: "a")])
    let run = Task { await worker.run(drain: .seconds(3)) }
    await notifier.untilItHangs()
    worker.offer([.sample(mix: "b"), .sample(mix: "c")])
    run.cancel()
    await time.untilSomebodySleeps(until: time.uptime + .seconds(3))
    #expect(!notifier.isShutDown)
    time.advance(by: .seconds(3))
    await run.value
    #expect(await reports.rest() == ["failed 1: given up", "dropped 3"])
    #expect(notifier.sent == [["a"]])
    #expect(notifier.isShutDown)
  }

  @Test func `What is offered after the end is dropped`() async {
    let worker = worker(ScriptedNotifier())
    worker.finish()
    await worker.run()
    worker.offer(NotifiedAlert.several(2))
    #expect(await reports.rest() == ["dropped 2"])
  }

  @Test func `One that hangs delays no other`() async {
    let stuck = ScriptedNotifier([.hang])
    let first = worker(stuck)
    first.offer([.sample(mix: "a")])
    let second = worker(ScriptedNotifier())
    let runs = [Task { await first.run(drain: .zero) }, Task { await second.run() }]
    await stuck.untilItHangs()
    second.offer([.sample(mix: "b")])
    #expect(await reports.next(1) == ["delivered b"])
    for run in runs { run.cancel() }
    for run in runs { await run.value }
  }
}
