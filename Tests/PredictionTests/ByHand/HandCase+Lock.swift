import Prediction
import Samples

/// With CPython's global lock, which is let go after 5 ms if it is asked for.
extension HandCase {
  static let lock: [HandCase] = [
    // 0 has the lock 1-6, 1 6-11, 0 11-16; the loop wants it for the tick of 10 and is next, at 16. Then 1 16-21, 0 21-23 (its end), the
    // loop for the tick of 20 and the end of 0 at 23, 1 23-25.
    HandCase(
      "two threads take turns of 5 ms", .threads, .asyncio, items: 2, io: 1, cpu: 12, cores: 2, costs: .none.locked,
      expected: .init(time: 25, late: (3, 6, 6), queue: 2, computed: 24, waited: 1, bottleneck: .lock, item: 24)),
    // Each hand-over takes 1: 0 1-6, 1 7-12, 0 13-18, the loop 19 (tick of 10), 1 20-25, 0 26-28, the loop 29 (tick of 20, end of 0),
    // 1 30-32, the loop 33 (tick of 30, end of 1).
    HandCase(
      "each hand-over takes its time", .threads, .asyncio, items: 2, io: 1, cpu: 12, cores: 2,
      costs: .only([\.lockHandOver: 1]).locked,
      expected: .init(time: 33, late: (9, 9, 9), queue: 2, computed: 24, waited: 1, bottleneck: .lock, item: 31)),
    // Whoever is alone keeps the lock beyond its 5 ms, and nothing is handed over: 1-9.
    HandCase(
      "a lock that is not asked for is kept", .threads, .asyncio, items: 1, io: 1, cpu: 8, cores: 1,
      costs: .only([\.lockHandOver: 1]).locked,
      expected: .init(time: 9, queue: 1, computed: 8, waited: 1, bottleneck: .item)),
    // 0 2-4, 1 5-7, 2 8-10. The loop asked at 4 for the end of 0, behind 2, and has the lock at 11: all three end, and the tick of 10
    // comes.
    HandCase(
      "the loop waits for the lock as any other", .threads, .asyncio, items: 3, io: 2, cpu: 2, cores: 2,
      costs: .only([\.lockHandOver: 1]).locked,
      expected: .init(time: 11, late: (1, 1, 1), queue: 3, computed: 6, waited: 2, bottleneck: .lock, item: 11)),
    // 0 9-11, 1 11-13. The loop asked for the tick of 10, behind 1, and has the lock at 13: 0 and 1 end, and 2 starts. It waits until 22 and
    // computes until 24. The lock was taken for 6 of 24.
    HandCase(
      "a lock that is mostly free is not in the way", .threads, .asyncio, items: 3, io: 9, cpu: 2, cores: 2, costs: .none.locked,
      expected: .init(time: 24, late: (0, 3, 3), queue: 3, computed: 6, waited: 18, bottleneck: .threads, item: 50 / 3.0)
    ) { $0.threads = 2 },
    // The loop has the lock 0-6.2 for two starts of 3.1. At 6.2 it has had it for more than 5, and 0 asked for it at 3.1: 0 6.2-8.2. The
    // loop asked again at once and is next, before 1: 8.2-11.3 for the third start, the end of 0 and the tick of 10. Then 1 11.3-13.3,
    // 2 13.3-15.3, and the loop, which asked at 13.3, for both ends.
    HandCase(
      "the loop lets the lock go as any other", .threads, .asyncio, items: 3, io: 0, cpu: 2, cores: 2,
      costs: .only([\.start: 3.1]).locked,
      expected: .init(time: 15.3, late: (1.3, 1.3, 1.3), queue: 3, computed: 15.3, bottleneck: .lock, item: 41.9 / 3)),
  ]
}
