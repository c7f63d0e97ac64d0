import Glibc
import Samples

/// The instants at which the items of a run should start: evenly, or with random gaps between (Poisson), the same for the same seed.
package struct ArrivalTimes: Sendable {
  private let work: RunOrder.Work
  /// Of each item; none if they come evenly.
  private let random: [Int64]

  /// Finds them for an order.
  package init(_ work: RunOrder.Work) {
    self.work = work
    guard let seed = work.arrivalsSeed else {
      random = []
      return
    }
    var numbers = SplitMix64(state: seed)
    var at = 0.0
    random = (0..<work.items).map { item in
      if item > 0 { at -= work.intervalNs * log(1 - numbers.unit()) }
      return Int64(at)
    }
  }

  /// Nanoseconds from the run's start to the item's intended start.
  package func start(ofItem item: Int) -> Int64 { random.isEmpty ? work.intendedStart(ofItem: item) : random[item] }

  /// How many items have an intended start until `elapsed` nanoseconds.
  ///
  /// - Parameter known: so many have one, as was found before.
  package func itemsDue(at elapsed: Int64, known: Int) -> Int {
    if random.isEmpty { return work.itemsDue(at: elapsed) }
    return random[known...].firstIndex { $0 > elapsed } ?? random.count
  }
}
