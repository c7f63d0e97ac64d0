package import Samples

/// What I/O steps waited for in a run, without what they waited for the loop, or for Python's lock.
///
/// An awaited step ends only when the loop turns and its item goes on, so that a clock beside the item sees the loop's lateness, too. The model
/// would count that twice. It is taken off by the model itself: what it says would be seen of a guess is compared with what was seen, quantile
/// by quantile, and the guess is corrected by the difference, some times.
package struct UndisturbedIO: Sendable {
  private static let rounds = 10
  private static let mostPoints = 400
  private static let leastItems = 2000
  private static let mostItems = 20_000
  private static let damping = 0.7
  private static let leastSeconds = 1e-6

  /// Without what the loop added.
  package let steps: LatencyHistogram
  /// Whether the loop, or the lock, was busy all the time: then items take as long as what is busy takes, however long they wait for I/O, and
  /// what was found is the most that it can be.
  package let isHidden: Bool

  /// - Parameters:
  ///   - seen: of the run; not empty.
  ///   - scenario: of the run; its I/O does not matter.
  ///   - costs: what the runtime added.
  package init(
    seen: LatencyHistogram, in scenario: Scenario, strategy: Strategy, runtime: Runtime, costs: RuntimeCosts
  ) {
    // A loop that is blocked by each step hears of its end at once.
    guard strategy != .sync else {
      (steps, isHidden) = (seen, false)
      return
    }
    var scenario = scenario
    let inFlight = strategy == .threads ? scenario.threads : scenario.concurrency
    scenario.items = max(Self.leastItems, min(Self.mostItems, 20 * inFlight))
    let points = min(Self.mostPoints, max(1, Int(seen.count)))
    let wanted = Self.quantiles(of: seen, points)
    var guess = wanted
    var limit: Bottleneck?
    for _ in 0..<Self.rounds {
      scenario.io = .measured(Self.histogram(of: guess))
      var simulation = Simulation(scenario, strategy: strategy, runtime: runtime, costs: costs, seesIO: true)
      let prediction = simulation.run()
      guard let found = prediction.ioSteps, found.count > 0 else { break }
      limit = prediction.bottleneck
      let played = Self.quantiles(of: found, points)
      for index in guess.indices {
        let corrected = guess[index] + Self.damping * (wanted[index] - played[index])
        guess[index] = max(Self.leastSeconds, min(wanted[index], corrected))
      }
      guess.sort()
    }
    steps = Self.histogram(of: guess)
    isHidden = limit == .loop || limit == .lock
  }

  /// In the middle of parts that are equal.
  private static func quantiles(of histogram: LatencyHistogram, _ points: Int) -> [Double] {
    var found: [Double] = []
    var seen: UInt64 = 0
    let total = Double(histogram.count)
    for bucket in histogram.buckets {
      seen += bucket.count
      while found.count < points, (Double(found.count) + 0.5) / Double(points) * total <= Double(seen) {
        found.append(Double(bucket.upperMicroseconds) * 1e-6)
      }
    }
    return found
  }

  private static func histogram(of seconds: [Double]) -> LatencyHistogram {
    var counts: [UInt64: UInt64] = [:]
    for value in seconds { counts[UInt64((value * 1e6).rounded()), default: 0] += 1 }
    let buckets = counts.sorted { $0.key < $1.key }.map { LatencyHistogram.Bucket(upperMicroseconds: $0.key, count: $0.value) }
    return LatencyHistogram(ascending: buckets) ?? LatencyHistogram()
  }
}
