import Alerting
import ManualClock
import Notifying
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct NotifierWorkerTests {
  private let time = ManualTime()
  private let reports = Reports()

  private func worker(_ notifier: ScriptedNotifier, limit: Int = 10_000) -> NotifierWorker {
    NotifierWorker(notifier, time: time, limit: limit, generator: FixedGenerator.middle, report: reports.take)
  }

  private let down = ScriptedNotifier.Step.answer(.retry(after: nil, reason: "down"))

  @Test func `What is offered is delivered`() async {
    let worker = worker(ScriptedNotifier())
    worker.offer([.sample(mix: "before")])
    let run = Task { await worker.run() }
    #expect(await reports.next(1) == ["delivered before"])
    worker.offer(NotifiedAlert.several(2))
    #expect(await reports.next(1) == ["delivered mix0,mix1"])
    run.cancel()
    await run.value
  }

  @Test func `Many alerts go out in batches of 256`() async {
    let notifier = ScriptedNotifier()
    let worker = worker(notifier)
    worker.offer(NotifiedAlert.several(600))
    let run = Task { await worker.run() }
    _ = await reports.next(3)
    run.cancel()
    await run.value
    #expect(notifier.sent.map(\.count) == [256, 256, 88])
  }

  @Test func `What is refused is not repeated`() async {
    let notifier = ScriptedNotifier([.answer(.refused(reason: "it answered 400"))])
    let worker = worker(notifier)
    let run = Task { await worker.run() }
    worker.offer([.sample(mix: "a"), .sample(mix: "b")])
    #expect(await reports.next(1) == ["failed 2: it answered 400"])
    worker.offer([.sample(mix: "c")])
    #expect(await reports.next(1) == ["delivered c"])
    #expect(notifier.sent == [["a", "b"], ["c"]])
    run.cancel()
    await run.value
  }

  @Test func `A message that fails does not have others sent twice, nor keep them back`() async {
    let notifier = ScriptedNotifier([down, .answer(.delivered)], splits: true)
    let worker = worker(notifier)
    worker.offer([.sample(.queueGrowing, mix: "a"), .sample(.ioWaitHigh, mix: "b")])
    let run = Task { await worker.run() }
    #expect(await reports.next(2) == ["failed 1: down", "delivered b"])
    await time.untilSomebodySleeps(until: time.uptime + .seconds(0.5))
    time.advance(by: .seconds(0.5))
    #expect(await reports.next(1) == ["delivered a"])
    #expect(notifier.sent == [["a"], ["b"], ["a"]])
    run.cancel()
    await run.value
  }

  @Test func `After a failure the newest state is sent`() async {
    let notifier = ScriptedNotifier([down])
    let worker = worker(notifier)
    worker.offer([.sample(mix: "a"), .sample(mix: "b")])
    let run = Task { await worker.run() }
    await time.untilSomebodySleeps(until: time.uptime + .seconds(0.5))
    worker.offer([.sample(mix: "a", isFiring: false)])
    worker.withdraw(NotifiedAlert.sample(mix: "b").fingerprint)
    time.advance(by: .seconds(0.5))
    #expect(await reports.next(2) == ["failed 2: down", "delivered a"])
    #expect(notifier.sent == [["a", "b"], ["-a"]])
    run.cancel()
    await run.value
  }

  @Test func `What was withdrawn under way is not repeated`() async {
    let holder = WorkerHolder()
    let withdraw: @Sendable () -> Void = { holder.worker?.withdraw(NotifiedAlert.sample(mix: "a").fingerprint) }
    let notifier = ScriptedNotifier([.meanwhile(withdraw, .retry(after: nil, reason: "down"))])
    let worker = worker(notifier)
    holder.worker = worker
    worker.offer([.sample(mix: "a"), .sample(mix: "b")])
    let run = Task { await worker.run() }
    await time.untilSomebodySleeps(until: time.uptime + .seconds(0.5))
    time.advance(by: .seconds(0.5))
    #expect(await reports.next(2) == ["failed 2: down", "delivered b"])
    run.cancel()
    await run.value
    holder.worker = nil
  }

  @Test func `What is too much is dropped and reported`() async {
    let worker = worker(ScriptedNotifier(), limit: 2)
    worker.offer(NotifiedAlert.several(5))
    #expect(worker.waitingCount == 2)
    #expect(await reports.next(1) == ["dropped 3"])
  }
}

/// A worker that its own notifier knows.
private final class WorkerHolder: Sendable {
  private let held = Mutex<NotifierWorker?>(nil)

  var worker: NotifierWorker? {
    get { held.withLock { $0 } }
    set { held.withLock { $0 = newValue } }
  }
}
