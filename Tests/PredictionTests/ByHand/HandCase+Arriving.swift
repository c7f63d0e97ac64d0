import Prediction
import Samples

/// Open loop: items come whether the last ones are done or not.
extension HandCase {
  static let arriving: [HandCase] = [
    // Come at 0, 16, 32; done at 5, 21, 37. The tick of 20 comes at 21.
    HandCase(
      "it keeps up", .sync, items: 3, io: 0, cpu: 5, cores: 1,
      expected: .init(time: 37, late: (0, 1, 1), queue: 1, computed: 15, bottleneck: .arrivals, item: 5)
    ) { $0.arrivals = .each(16) },
    // Come at 0, 4, 8, 12; done at 11, 22, 33, 44. Waiting: 1 from 4, 2 from 8, 1 from 11, 2 from 12, 1 from 22, none from 33.
    HandCase(
      "a queue that grows and drains", .sync, items: 4, io: 0, cpu: 11, cores: 1,
      expected: .init(time: 44, late: (2, 4, 4), queue: 2, computed: 44, bottleneck: .arrivals, item: 21.5)
    ) { $0.arrivals = .each(4) },
    // Fifteen come at 0, 1 ... 14, and at 14 two were started (0, 10.5): 13 wait. The tick of 10 n comes with the end at 10.5 n: n / 2
    // late, 0.5 to 7.5; the 8th of 15 is 4 late.
    HandCase(
      "a queue of more than ten", .sync, items: 15, io: 0, cpu: 10.5, cores: 1,
      expected: .init(time: 157.5, late: (4, 7.5, 7.5), queue: 13, computed: 157.5, bottleneck: .loop, item: 77)
    ) { $0.arrivals = .each(1) },
    // Come at 0, 8, 16; wait until 23, 31, 39; compute 23-26, 31-34, 39-42. The tick of 40 comes at 42.
    HandCase(
      "it keeps up", .async, items: 3, io: 23, cpu: 3, cores: 1,
      expected: .init(time: 42, late: (0, 2, 2), queue: 1, computed: 9, waited: 33, bottleneck: .arrivals, item: 26)
    ) { $0.arrivals = .each(8) },
    // The same: nothing differs between a turn of one and of the other where it holds one task.
    HandCase(
      "it keeps up", .async, .asyncio, items: 3, io: 23, cpu: 3, cores: 1, costs: .none.locked,
      expected: .init(time: 42, late: (0, 2, 2), queue: 1, computed: 9, waited: 33, bottleneck: .arrivals, item: 26)
    ) { $0.arrivals = .each(8) },
    // In asyncio a timer wakes a task that lets an item in, and the next turn starts it. 0 computes 0-5 and 1 comes at 3: its timer is seen
    // at 5, when 0 has ended, and all of its turns take no time: 5-10.
    HandCase(
      "who comes while the loop computes waits for it", .async, .asyncio, items: 2, io: 0, cpu: 5, cores: 1,
      costs: .none.tasksFirst,
      expected: .init(time: 10, late: (0, 0, 0), queue: 1, computed: 10, bottleneck: .arrivals, item: 6)
    ) { $0.arrivals = .each(3) },
    // Come at 0, 5 ... 125. Two places, each taken for 21: from 0, 21 ... 105 and from 5, 26 ... 110, so that 12 of 26 were started by 125: 14
    // wait. The last ones are in from 252 to 273 and from 257 to 278.
    HandCase(
      "too few in flight", .async, items: 26, io: 21, cpu: 0, cores: 1,
      expected: .init(time: 278, queue: 14, computed: 0, waited: 278, bottleneck: .concurrency)
    ) { ($0.arrivals, $0.concurrency) = (.each(5), 2) },
    // As above, each place is a thread.
    HandCase(
      "too few threads", .threads, items: 26, io: 21, cpu: 0, cores: 1,
      expected: .init(time: 278, queue: 14, computed: 0, waited: 278, bottleneck: .threads)
    ) { ($0.arrivals, $0.threads) = (.each(5), 2) },
    // Come at 0 and 3. The loop starts 1 at 3 and takes the core for no time; 0 has got it anew, and 1 has to wait: 0 0-10.5. Then 1 has
    // its slice, and the loop, which woke up after it, hears of the end of 0 at 18.5; 1 has the rest until 21, and took 18.
    HandCase(
      "who got the core anew keeps it", .threads, items: 2, io: 0, cpu: 10.5, cores: 1, costs: .only([\.slice: 8]),
      expected: .init(time: 21, queue: 1, computed: 21, bottleneck: .arrivals, item: 18.25)
    ) { $0.arrivals = .each(3) },
    // Come at 0, 17, 34; wait 11 and compute 5 in a worker: 16, 33, 50, where the last tick is in time, too.
    HandCase(
      "it keeps up", .hybrid, items: 3, io: 11, cpu: 5, cores: 2,
      expected: .init(time: 50, queue: 1, computed: 15, waited: 33, bottleneck: .arrivals, item: 16)
    ) { $0.arrivals = .each(17) },
    // Twenty come at 0, 1 ... 19; the only worker is busy all the time. Two may be in flight, so that 5 were started by 19 (0, 1, 5.3,
    // 10.6, 15.9): 15 wait.
    HandCase(
      "a worker that does not keep up", .hybrid, items: 20, io: 0, cpu: 5.3, cores: 2,
      expected: .init(time: 106, queue: 15, computed: 106, bottleneck: .processes, item: 46.15)
    ) { ($0.arrivals, $0.concurrency, $0.processes) = (.each(1), 2, 1) },
  ]
}
