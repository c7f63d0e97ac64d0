import Prediction
import Samples

extension HandCase {
  static let threads: [HandCase] = [
    // Both wait 0-11 and compute 11-16, each on its core; the loop has nothing to do.
    HandCase(
      "a thread and a core for each", .threads, items: 2, io: 11, cpu: 5, cores: 2,
      expected: .init(time: 16, queue: 2, computed: 10, waited: 11, bottleneck: .threads, item: 16)),
    // One thread: as one after another, 16 and 32, but the loop is free: all ticks are in time.
    HandCase(
      "one thread", .threads, items: 2, io: 11, cpu: 5, cores: 2,
      expected: .init(time: 32, queue: 2, computed: 10, waited: 22, bottleneck: .threads, item: 24)
    ) { $0.threads = 1 },
    // One core, slices of 2: 0 has 0-2, 4-6, 8-9.5, and 1 has 2-4, 6-8, 9.5-11.
    HandCase(
      "two threads share a core in slices", .threads, items: 2, io: 0, cpu: 5.5, cores: 1, costs: .only([\.slice: 2]),
      expected: .init(time: 11, queue: 2, computed: 11, bottleneck: .cores, item: 10.25)),
    // Three on two cores, slices of 2: 0 0-2, 2-4, 6-7; 1 0-2, 4-6, 6-7; 2 2-4, 4-6, 7-8. A core is idle at the end, 7-8.
    HandCase(
      "three threads share two cores in slices", .threads, items: 3, io: 0, cpu: 5, cores: 2, costs: .only([\.slice: 2]),
      expected: .init(time: 8, queue: 3, computed: 15, bottleneck: .cores, item: 22 / 3.0)),
    // Starts 0-1 and 1-2; 0 waits until 4, 1 until 5. 0 computes 4-5, then 1, which has just woken up, takes the core: 5-7,
    // 9-11, 12.5-13; 0 has the rest, 7-9 and 11-12.5.
    HandCase(
      "a thread that wakes up takes the core", .threads, items: 2, io: 3, cpu: 4.5, cores: 1,
      costs: .only([\.start: 1, \.slice: 2]),
      expected: .init(time: 13, queue: 2, computed: 11, waited: 3, bottleneck: .threads, item: 12.75)),
    // Starts 0-1 and 1-2; 0 waits until 4, 1 until 5. At 5, 0 has computed for 1: no more than a quarter of its slice of 4. It keeps
    // the core until 8.5. 1, which woke up before the loop, has its slice then, and the loop hears of the end of 0 at 12.5, when the tick of
    // 10 comes as well; 1 has the rest, 12.5-13.
    HandCase(
      "a thread that has hardly begun keeps the core", .threads, items: 2, io: 3, cpu: 4.5, cores: 1,
      costs: .only([\.start: 1, \.slice: 4]),
      expected: .init(
        time: 13, late: (2.5, 2.5, 2.5), queue: 2, computed: 11, waited: 3, bottleneck: .threads, item: 12.75)),
    // Starts 0-3 and 3-6 keep the only core. Then slices of 8: 0 6-14, 1 14-22, 0 22-24.5, 1 24.5-27.
    HandCase(
      "the loop keeps its core from start to start", .threads, items: 2, io: 0, cpu: 10.5, cores: 1,
      costs: .only([\.start: 3, \.slice: 8]),
      expected: .init(time: 27, queue: 2, computed: 27, bottleneck: .cores, item: 25.75)),
    // Others take half a core where both would compute: each gets 3/4 of one. 6 / 0.75 = 8; the third alone 8-14.
    HandCase(
      "others on the host take a part of full cores", .threads, items: 3, io: 0, cpu: 6, cores: 2,
      costs: .only([\.background: 500]),
      expected: .init(time: 14, queue: 3, computed: 18, bottleneck: .threads, item: 10)
    ) { $0.threads = 2 },
    // Slices of 2: 0 ends at 21.5, 1 at 23. The loop sleeps, and needs 3 for each of the two that compute: the tick of 10 comes at
    // 16. That of 20 would come at 26, but at 23 the core is free, and the loop hears of both ends.
    HandCase(
      "a loop that slept has to get a core", .threads, items: 2, io: 0, cpu: 11.5, cores: 1,
      costs: .only([\.slice: 2, \.wakeUp: 3]),
      expected: .init(time: 23, late: (3, 6, 6), queue: 2, computed: 23, bottleneck: .cores, item: 23)),
    // All compute 0-7 on their own cores. To end them takes 4 each: 0 7-11, and the tick of 10 falls into that. The next turn has the
    // ends of 1 and 2, and the tick. SwiftNIO takes one task and one timer in turn: 1 11-15, the tick, 2 15-19.
    HandCase(
      "a turn of SwiftNIO: task, timer, task", .threads, items: 3, io: 0, cpu: 7, cores: 4, costs: .only([\.end: 4]),
      expected: .init(time: 19, late: (5, 5, 5), queue: 3, computed: 33, bottleneck: .threads, item: 15)),
    // As above, but all tasks come first: the tick is at 19.
    HandCase(
      "a turn of asyncio: tasks, then timers", .threads, .asyncio, items: 3, io: 0, cpu: 7, cores: 4,
      costs: .only([\.end: 4]).tasksFirst,
      expected: .init(time: 19, late: (9, 9, 9), queue: 3, computed: 33, bottleneck: .threads, item: 15)),
    // Starts 0-2, waits until 10 + 1 later, computes 5 + 1.5 on the thread, ends on the loop: 2 + 11 + 6.5 + 0.5.
    HandCase(
      "what a thread adds", .threads, items: 1, io: 10, cpu: 5, cores: 1,
      costs: .only([\.start: 2, \.sleepLateness: 1, \.threadItem: 1.5, \.end: 0.5]),
      expected: .init(time: 20, queue: 1, computed: 9, waited: 11, bottleneck: .item)),
  ]
}
