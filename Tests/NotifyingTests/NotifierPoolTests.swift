import Alerting
import ManualClock
import Notifying
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct NotifierPoolTests {
  /// Holds a pool for a closure that is made before it.
  private final class Holder: Sendable {
    let pool = Mutex<NotifierPool?>(nil)
    let made = Mutex<[String]>([])
  }

  private let time = ManualTime()
  private let holder = Holder()
  private let command = NotifierSettings.command(CommandReceiver(arguments: ["/bin/true"]))

  private func pool(_ meanwhile: @escaping @Sendable (NotifierPool) -> Void = { _ in }) -> NotifierPool {
    let pool = NotifierPool(
      makeNotifier: { [holder] settings in
        holder.made.withLock { $0.append(settings.name) }
        if let pool = holder.pool.withLock({ $0 }) { meanwhile(pool) }
        return ScriptedNotifier()
      }, time: time)
    holder.pool.withLock { $0 = pool }
    return pool
  }

  @Test func `Those that are new start, those that are gone end, the others go on`() async {
    let pool = pool()
    #expect(pool.apply([.log]) { _, _ in } == ["log"])
    #expect(pool.apply([.log, command]) { _, _ in } == [command.name])
    #expect(pool.apply([command]) { _, _ in } == ["log"])
    #expect(pool.apply([command]) { _, _ in } == [])
    #expect(holder.made.withLock { $0 } == ["log", command.name])
    await pool.stop()
  }

  @Test func `What is ordered is sent by the notifier of that name`() async {
    let pool = pool()
    let reports = Reports()
    _ = pool.apply([.log]) { event, _ in reports.take(event) }
    let orders = DeliveryBook.Orders(send: [.sample(mix: "a")])
    pool.carryOut(["log": orders, "unknown": orders])
    #expect(await reports.next(1) == ["delivered a"])
    await pool.stop()
  }

  @Test func `Nothing is locked while a notifier is made`() async {
    let pool = pool { $0.carryOut(["log": DeliveryBook.Orders()]) }
    #expect(pool.apply([.log]) { _, _ in } == ["log"])
    await pool.stop()
  }

  @Test func `One that another configuration does without, while it is made, ends at once`() async {
    let isFirst = Mutex(true)
    let pool = pool { pool in
      let isNested = isFirst.withLock { first in
        defer { first = false }
        return first
      }
      if isNested { _ = pool.apply([]) { _, _ in } }
    }
    _ = pool.apply([.log]) { _, _ in }
    #expect(pool.apply([.log]) { _, _ in } == ["log"])
    #expect(holder.made.withLock { $0 } == ["log", "log"])
    await pool.stop()
  }
}
