import Alerting
import Notifying
import Testing

struct NotificationQueueTests {
  @Test func `Alerts are taken in the order in which they came`() {
    var queue = NotificationQueue()
    #expect(queue.offer(NotifiedAlert.several(5)) == 0)
    #expect(queue.take(3).map(\.mix) == ["mix0", "mix1", "mix2"])
    #expect(queue.take(3).map(\.mix) == ["mix3", "mix4"])
    #expect(queue.take(3).isEmpty)
  }

  @Test func `A newer state stands in the place of the older one`() {
    var queue = NotificationQueue()
    _ = queue.offer(NotifiedAlert.several(3))
    _ = queue.offer([.sample(mix: "mix1", isFiring: false)])
    let taken = queue.take(9)
    #expect(taken.map(\.mix) == ["mix0", "mix1", "mix2"])
    #expect(taken.map(\.isFiring) == [true, false, true])
  }

  @Test func `The oldest give way`() {
    var queue = NotificationQueue(limit: 3)
    #expect(queue.offer(NotifiedAlert.several(5)) == 2)
    #expect(queue.offer([.sample(mix: "mix2", isFiring: false)]) == 0)
    #expect(queue.offer([.sample(mix: "new")]) == 1)
    #expect(queue.take(9).map(\.mix) == ["mix3", "mix4", "new"])
  }

  @Test func `What is put back comes first again, in order`() {
    var queue = NotificationQueue()
    _ = queue.offer(NotifiedAlert.several(4))
    let taken = queue.take(2)
    #expect(queue.putBack(taken) == 0)
    #expect(queue.take(9).map(\.mix) == ["mix0", "mix1", "mix2", "mix3"])
  }

  @Test func `What is put back does not replace what is newer`() {
    var queue = NotificationQueue()
    _ = queue.offer(NotifiedAlert.several(2))
    let taken = queue.take(2)
    _ = queue.offer([.sample(mix: "other"), .sample(mix: "mix1", isFiring: false)])
    _ = queue.putBack(taken)
    let all = queue.take(9)
    #expect(all.map(\.mix) == ["mix0", "other", "mix1"])
    #expect(all.map(\.isFiring) == [true, true, false])
  }

  @Test func `What is put back into a full queue is dropped as the oldest`() {
    var queue = NotificationQueue(limit: 3)
    _ = queue.offer(NotifiedAlert.several(2))
    let taken = queue.take(2)
    _ = queue.offer([.sample(mix: "a"), .sample(mix: "b")])
    #expect(queue.putBack(taken) == 1)
    #expect(queue.take(9).map(\.mix) == ["mix1", "a", "b"])
  }

  @Test func `What is withdrawn is not sent`() {
    var queue = NotificationQueue()
    let alerts = NotifiedAlert.several(3)
    _ = queue.offer(alerts)
    queue.withdraw(alerts[1].fingerprint)
    queue.withdraw(NotifiedAlert.sample(mix: "unknown").fingerprint)
    #expect(queue.count == 2)
    #expect(queue.take(9).map(\.mix) == ["mix0", "mix2"])
  }

  @Test func `What was withdrawn while it was under way is not put back`() {
    var queue = NotificationQueue()
    let alerts = NotifiedAlert.several(2)
    _ = queue.offer(alerts)
    let taken = queue.take(2)
    queue.withdraw(alerts[0].fingerprint)
    _ = queue.putBack(taken)
    #expect(queue.take(9).map(\.mix) == ["mix1"])
  }

  @Test func `What was withdrawn comes last when it comes again`() {
    var queue = NotificationQueue()
    let alerts = NotifiedAlert.several(2)
    _ = queue.offer(alerts)
    queue.withdraw(alerts[0].fingerprint)
    _ = queue.offer([alerts[0]])
    #expect(queue.take(9).map(\.mix) == ["mix1", "mix0"])
  }
}
