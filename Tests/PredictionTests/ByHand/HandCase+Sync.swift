import Prediction
import Samples

extension HandCase {
  static let sync: [HandCase] = [
    // 0 waits 0-11 and computes 11-16, 1 waits 16-27 and computes 27-32. The loop turns at 16 and 32:
    // the tick of 10 is 6 late, that of 20 is 12 late, that of 30 is 2 late.
    HandCase(
      "two items wait and compute", .sync, items: 2, io: 11, cpu: 5, cores: 2,
      expected: .init(
        time: 32, late: (6, 12, 12), queue: 2, computed: 10, waited: 22, bottleneck: .sequence, item: 24)),
    // The same, whatever the order of a turn.
    HandCase(
      "two items wait and compute", .sync, .asyncio, items: 2, io: 11, cpu: 5, cores: 2, costs: .none.locked,
      expected: .init(
        time: 32, late: (6, 12, 12), queue: 2, computed: 10, waited: 22, bottleneck: .sequence, item: 24)),
    // 0-7, 7-14, 14-21. The loop turns between items: the tick of 10 comes at 14, that of 20 with the end at 21.
    HandCase(
      "three items only compute", .sync, items: 3, io: 0, cpu: 7, cores: 1,
      expected: .init(time: 21, late: (1, 4, 4), queue: 3, computed: 21, bottleneck: .loop, item: 14)),
    // Each waits 10 + 2 and computes 5 + 1: 0-18, 18-36. Ticks: 10 at 18, 20 and 30 at 36.
    HandCase(
      "a longer sleep, and what an item costs", .sync, items: 2, io: 10, cpu: 5, cores: 1,
      costs: .only([\.sleepLateness: 2, \.blockingItem: 1, \.startUp: 50]),
      expected: .init(
        time: 36, late: (8, 16, 16), queue: 2, computed: 12, waited: 24, bottleneck: .sequence, startUp: 50)),
    // The loop does not turn before 305: the 30 ticks of 10, 20 ... 300 are 295, 285 ... 5 late; the 15th from below is 145.
    HandCase(
      "one long item hinders all ticks", .sync, items: 1, io: 0, cpu: 305, cores: 1,
      expected: .init(time: 305, late: (145, 295, 295), queue: 1, computed: 305, bottleneck: .item)),
    // 0 until 3: no tick was due, and the idle loop's own lateness is said.
    HandCase(
      "no tick at all", .sync, items: 1, io: 1, cpu: 2, cores: 1, costs: .only([\.tickLateness: 0.2]),
      expected: .init(time: 3, late: (0.2, 0.2, 0.2), queue: 1, computed: 2, waited: 1, bottleneck: .item)),
  ]
}
