import Prediction
import Samples

extension HandCase {
  static let hybrid: [HandCase] = [
    // Both wait 0-11 and compute 11-16, each in its worker.
    HandCase(
      "a worker for each", .hybrid, items: 2, io: 11, cpu: 5, cores: 2,
      expected: .init(time: 16, queue: 2, computed: 10, waited: 11, bottleneck: .concurrency, item: 16)),
    // Starts 0-1, waits until 11.5, goes to the pool 11.5-12.5 (0.5 + 0.5), is with the worker at 13.5, is computed until 19.5 (5 + 1), is
    // back at 20.5, and the loop takes 2 for the trip. Two workers more start in 10 each.
    HandCase(
      "what a trip to a worker adds", .hybrid, items: 1, io: 10.5, cpu: 5, cores: 4,
      costs: .only([
        \.start: 1, \.end: 0.5, \.pooledItem: 0.5, \.hop: 1, \.workerTrip: 1, \.trip: 2, \.startUp: 50, \.workerStartUp: 10,
      ]),
      expected: .init(time: 22.5, queue: 1, computed: 10, waited: 10.5, bottleneck: .item, startUp: 70)
    ) { $0.processes = 2 },
    // Five wait: a chunk of 2 for each worker, 0-12; the fifth is less than a chunk and waits for a worker with nothing to do: 12-18.
    HandCase(
      "a rest that is no full chunk waits", .hybrid, items: 5, io: 0, cpu: 6, cores: 2,
      expected: .init(time: 18, queue: 5, computed: 30, bottleneck: .concurrency, item: 13.2)
    ) { $0.chunk = 2 },
    // Large chunks are shared: 3 of 5 to the first worker, 0-18, and 1 of the 2 that are left to the second, 0-6; then the last, 6-12.
    HandCase(
      "no worker gets more than its share", .hybrid, items: 5, io: 0, cpu: 6, cores: 2,
      expected: .init(time: 18, queue: 5, computed: 30, bottleneck: .concurrency, item: 14.4)
    ) { $0.chunk = 16 },
    // The worker has a chunk at 1, and the second waits there: 1-13, 13-25, back at 26.
    HandCase(
      "a second chunk waits in the worker", .hybrid, items: 4, io: 0, cpu: 6, cores: 2, costs: .only([\.hop: 1]),
      expected: .init(time: 26, queue: 4, computed: 24, bottleneck: .processes, item: 20)
    ) { ($0.processes, $0.chunk) = (1, 2) },
    // The third is no full chunk, so the loop keeps it until it hears at 14 that the first two are done: with the worker at 15, done at 21,
    // back at 22.
    HandCase(
      "a rest is sent when the loop has heard", .hybrid, items: 3, io: 0, cpu: 6, cores: 2, costs: .only([\.hop: 1]),
      expected: .init(time: 22, queue: 3, computed: 18, bottleneck: .concurrency, item: 50 / 3.0)
    ) { ($0.processes, $0.chunk) = (1, 2) },
    // No more than two batches are with the worker: 0 1-8, 1 8-15. The loop hears of 0 at 9 and sends 2: 15-22, back at 23.
    HandCase(
      "a third batch is sent when the first is done", .hybrid, items: 3, io: 0, cpu: 7, cores: 2, costs: .only([\.hop: 1]),
      expected: .init(time: 23, queue: 3, computed: 21, bottleneck: .processes, item: 16)
    ) { $0.processes = 1 },
    // As threads: 0 0-2, 2-4, 6-7; 1 0-2, 4-6, 6-7; 2 2-4, 4-6, 7-8.
    HandCase(
      "three workers share two cores in slices", .hybrid, items: 3, io: 0, cpu: 5, cores: 2, costs: .only([\.slice: 2]),
      expected: .init(time: 8, queue: 3, computed: 15, bottleneck: .cores, item: 22 / 3.0)
    ) { $0.processes = 3 },
    // The worker has the only core 0-25; the loop gets it 3 after each tick: 13 and 23.
    HandCase(
      "a loop that slept has to get the worker's core", .hybrid, items: 1, io: 0, cpu: 25, cores: 1, costs: .only([\.wakeUp: 3]),
      expected: .init(time: 25, late: (3, 3, 3), queue: 1, computed: 25, bottleneck: .item)),
    // Nothing to compute: as awaited alone, two at once for 11 each.
    HandCase(
      "nothing for workers", .hybrid, items: 5, io: 11, cpu: 0, cores: 2,
      expected: .init(time: 33, queue: 5, computed: 0, waited: 33, bottleneck: .concurrency)
    ) { $0.concurrency = 2 },
  ]
}
