import Prediction
import Samples

/// With CPython's global lock, which is let go after 5 ms if it is asked for.
extension HandCase {
  static let lock: [HandCase] = [
    // 0 has the lock 1-6, 1 6-11. The loop wants it since 10 for the tick; 0 has waited for 5 at 11, and stands behind the loop then: the
    // loop at 11, 0 11-16, 1 16-21, the loop, which wants it since 20, at 21, 0 21-23, 1 23-25, and the loop at 25 for both ends.
    HandCase(
      "two threads take turns of 5 ms", .threads, .asyncio, items: 2, io: 1, cpu: 12, cores: 2, costs: .none.locked,
      expected: .init(time: 25, late: (1, 1, 1), queue: 2, computed: 24, waited: 1, bottleneck: .lock, item: 25)),
    // Each hand-over takes 1. The threads take their items at 1 and 2, and wait until 2 and 3. 0 3-8; 1 9-14; the loop, which asked at 10,
    // at 15, before 0, which has waited since 8 and stands in line anew at 13; 0 16-21; 1 22-27, in line since 19; the loop, since 20, at 28;
    // 0 29-31; 1 32-34, and the loop at 35 for the tick of 30 and both ends.
    HandCase(
      "each hand-over takes its time", .threads, .asyncio, items: 2, io: 1, cpu: 12, cores: 2,
      costs: .only([\.lockHandOver: 1]).locked,
      expected: .init(time: 35, late: (5, 8, 8), queue: 2, computed: 24, waited: 2, bottleneck: .lock, item: 35)),
    // The thread has the lock from the loop at 1 and waits until 2. Then it is alone, and keeps the lock beyond its 5 ms: 2-9.
    HandCase(
      "a lock that is not asked for is kept", .threads, .asyncio, items: 1, io: 1, cpu: 7, cores: 1,
      costs: .only([\.lockHandOver: 1]).locked,
      expected: .init(time: 9, queue: 1, computed: 7, waited: 1, bottleneck: .item)),
    // The threads take their items at 1, 2 and 3, and wait until 3, 4 and 5. 0 4-6, 1 7-9, 2 10-12. The loop asked at 6 for the end of 0,
    // behind 2, and has the lock at 13: all three end, and the tick of 10 comes.
    HandCase(
      "the loop waits for the lock as any other", .threads, .asyncio, items: 3, io: 2, cpu: 2, cores: 2,
      costs: .only([\.lockHandOver: 1]).locked,
      expected: .init(time: 13, late: (3, 3, 3), queue: 3, computed: 6, waited: 3, bottleneck: .lock, item: 13)),
    // 0 9-11, 1 11-13. The loop asked for the tick of 10, behind 1, and has the lock at 13: 0 and 1 end, and 2 starts. It waits until 22 and
    // computes until 24. The lock was taken for 6 of 24.
    HandCase(
      "a lock that is mostly free is not in the way", .threads, .asyncio, items: 3, io: 9, cpu: 2, cores: 2, costs: .none.locked,
      expected: .init(time: 24, late: (0, 3, 3), queue: 3, computed: 6, waited: 18, bottleneck: .threads, item: 50 / 3.0)
    ) { $0.threads = 2 },
    // The loop has the lock 0-6.2 for two starts of 3.1. At 6.2 it has had it for more than 5, and the thread of 0 asked for it at 3.1:
    // 0 6.2-8.2. That thread takes 1 at once, before whoever waits has woken up: 8.2-10.2. Then the loop, which asked at 6.2: 10.2-13.3 for
    // the third start, both ends and the tick of 10. Then 2 13.3-15.3.
    HandCase(
      "the loop lets the lock go as any other", .threads, .asyncio, items: 3, io: 0, cpu: 2, cores: 2,
      costs: .only([\.start: 3.1]).locked,
      expected: .init(time: 15.3, late: (3.3, 3.3, 3.3), queue: 3, computed: 15.3, bottleneck: .lock, item: 41.9 / 3)),
  ]
}
