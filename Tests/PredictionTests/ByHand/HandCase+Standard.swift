import Prediction
import Samples

/// One item that waits 10 ms and computes 5 ms on two cores, with the standard costs. Only `sync` hinders the tick of 10 ms.
extension HandCase {
  static let standard: [HandCase] = [
    // 10 + 0.13, 5 + 0.008.
    single(.sync, .swift, time: 15.138, late: 5.138 + 0.085, computed: 5.008, waited: 10.13, startUp: 50),
    // 0.005 + 0.007, 10 + 0.13, 5 + 0.0025.
    single(.async, .swift, time: 15.1445, late: 0.085, computed: 5.0145, waited: 10.13, startUp: 50),
    // 0.005 + 0.007, 10 + 0.13, 5 + 0.045, 0.0025.
    single(.threads, .swift, time: 15.1895, late: 0.085, computed: 5.0595, waited: 10.13, startUp: 50),
    // 0.005 + 0.007, 10 + 0.13, 0.0025 + 0.002, a hop of 0.04, 5 + 0.02, a hop of 0.04, a trip of 0.04. Two workers start in 12 each.
    single(.hybrid, .swift, time: 15.2865, late: 0.085, computed: 5.0765, waited: 10.13, startUp: 74),
    // 10 + 0.15, 5 + 0.057.
    single(.sync, .asyncio, time: 15.207, late: 5.207 + 0.55, computed: 5.057, waited: 10.15, startUp: 170),
    // 0.025 + 0.017, 10 + 0.55, 5 + 0.012.
    single(.async, .asyncio, time: 15.604, late: 0.55, computed: 5.054, waited: 10.55, startUp: 170),
    // 0.025 + 0.017, the lock goes from the loop to the thread in 0.002, 10 + 0.15, 5 + 0.13, 0.012.
    single(.threads, .asyncio, time: 15.336, late: 0.55, computed: 5.184, waited: 10.15, startUp: 170),
    // 0.025 + 0.017, 10 + 0.55, 0.012 + 0.01, a hop of 0.18, 5 + 0.08, a hop of 0.18, a trip of 0.16. Two workers start in 50 each.
    single(.hybrid, .asyncio, time: 16.214, late: 0.55, computed: 5.304, waited: 10.55, startUp: 270),
  ]

  private static func single(
    _ strategy: Strategy, _ runtime: Runtime, time: Double, late: Double, computed: Double, waited: Double, startUp: Double
  ) -> HandCase {
    HandCase(
      "one item", strategy, runtime, items: 1, io: 10, cpu: 5, cores: 2, costs: .standard(runtime),
      expected: .init(
        time: time, late: (late, late, late), queue: 1, computed: computed, waited: waited, bottleneck: .item, item: time,
        startUp: startUp))
  }
}
