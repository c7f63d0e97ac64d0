import Prediction
import Samples

extension HandCase {
  static let async: [HandCase] = [
    // Both wait 0-11; 0 computes 11-16, 1 16-21. The tick of 10 is in time, that of 20 comes at 21.
    HandCase(
      "two items wait at once", .async, items: 2, io: 11, cpu: 5, cores: 2,
      expected: .init(time: 21, late: (0, 1, 1), queue: 2, computed: 10, waited: 11, bottleneck: .concurrency, item: 18.5)),
    HandCase(
      "two items wait at once", .async, .asyncio, items: 2, io: 11, cpu: 5, cores: 2, costs: .none.locked,
      expected: .init(time: 21, late: (0, 1, 1), queue: 2, computed: 10, waited: 11, bottleneck: .concurrency, item: 18.5)),
    // One in flight: 0 waits 0-11, computes 11-16; 1 waits 16-27, computes 27-32. Only the tick of 30 is hindered.
    HandCase(
      "one in flight", .async, items: 2, io: 11, cpu: 5, cores: 2,
      expected: .init(time: 32, late: (0, 2, 2), queue: 2, computed: 10, waited: 22, bottleneck: .concurrency)
    ) { $0.concurrency = 1 },
    // Two at once, for 11 each: 0-11, 11-22, and the fifth 22-33. Nothing computes.
    HandCase(
      "waiting alone, two in flight", .async, items: 5, io: 11, cpu: 0, cores: 2,
      expected: .init(time: 33, queue: 5, computed: 0, waited: 33, bottleneck: .concurrency, item: 19.8)
    ) { $0.concurrency = 2 },
    // At 11 the first timer starts a turn, and 0 computes in the next: 11-17. 1 and 2 were ready meanwhile, so both compute in
    // one turn, 17-29. The tick of 20 falls into it and comes at its end.
    HandCase(
      "a tick waits for the whole turn", .async, items: 3, io: 11, cpu: 6, cores: 1,
      expected: .init(time: 29, late: (0, 9, 9), queue: 3, computed: 18, waited: 11, bottleneck: .concurrency, item: 23)),
    // Nothing to wait for: all three start and compute in one turn, 0-21; the ticks of 10 and 20 come at its end.
    HandCase(
      "without I/O all compute in one turn", .async, items: 3, io: 0, cpu: 7, cores: 1,
      expected: .init(time: 21, late: (1, 11, 11), queue: 3, computed: 21, bottleneck: .loop, item: 14)),
    HandCase(
      "without I/O all compute in one turn", .async, .asyncio, items: 3, io: 0, cpu: 7, cores: 1, costs: .none.locked,
      expected: .init(time: 21, late: (1, 11, 11), queue: 3, computed: 21, bottleneck: .loop, item: 14)),
    // Two in flight: 0 and 1 compute 0-14 in one turn. At 7 the starter was told of room for 2, and its turn comes at 14 with
    // the tick of 10: 2 and 3 compute 14-28. The ticks of 20 and the end: 8 late.
    HandCase(
      "room is used in the turn after", .async, items: 4, io: 0, cpu: 7, cores: 1,
      expected: .init(time: 28, late: (4, 8, 8), queue: 4, computed: 28, bottleneck: .loop)
    ) { $0.concurrency = 2 },
    // Starts 1 + 2 each: 0-3, 3-6. Waits 10 + 3: until 16 and 19. Computes 5 + 1: 16-22, 22-28. The tick of 20 comes at 22.
    // Nothing of an item was computed before 16, and the first began to wait at 3.
    HandCase(
      "what the loop adds", .async, items: 2, io: 10, cpu: 5, cores: 2,
      costs: .only([\.start: 1, \.awaitedItem: 2, \.end: 1, \.timerLateness: 3, \.tickLateness: 1]),
      expected: .init(time: 28, late: (1, 3, 3), queue: 2, computed: 18, waited: 13, bottleneck: .concurrency, item: 25)),
  ]
}
