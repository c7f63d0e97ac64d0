import Exposition
import Samples
import Testing

@Suite struct MetricRegistryHistogramTests {
  private static let metric = MetricCatalog.eventLoopLatency

  /// The values of the lines of one series, by suffix: cumulative counts in order of their bounds, then sum and count.
  private static func read(_ registry: MetricRegistry) throws -> (bounds: [String], counts: [UInt64], sum: Double, count: UInt64)
  {
    var bounds: [String] = []
    var counts: [UInt64] = []
    var sum = Double.nan
    var count: UInt64 = 0
    for line in registry.samples {
      let value = try #require(line.split(separator: " ").last)
      if let bound = line.firstMatch(of: /_bucket\{.*le="([^"]+)"\}/) {
        bounds.append(String(bound.1))
        counts.append(try #require(UInt64(value)))
      } else if line.contains("_sum{") {
        sum = try #require(Double(value))
      } else {
        count = try #require(UInt64(value))
      }
    }
    return (bounds, counts, sum, count)
  }

  // One value below, at and above the edge of 100 ms, and one beyond all edges.
  @Test func `values fall into the buckets whose bounds they do not exceed`() throws {
    var registry = MetricRegistry()
    registry.merge(Self.metric, run("cpu"), distribution([(99_999, 1), (100_000, 1), (100_001, 1), (60_000_000, 1)]))
    let found = try Self.read(registry)
    #expect(
      found.bounds == [
        "0.0005", "0.001", "0.0015", "0.0025", "0.0035", "0.005", "0.007", "0.01", "0.015", "0.025", "0.035", "0.05", "0.07",
        "0.1", "0.15", "0.25", "0.35", "0.5", "0.7", "1.0", "1.5", "2.5", "5.0", "10.0", "+Inf",
      ])
    #expect(found.counts == Array(repeating: 0, count: 13) + [2] + Array(repeating: 3, count: 10) + [4])
    #expect(found.count == 4)
    #expect(abs(found.sum - 60.3) < 1e-9)
  }

  @Test func `observing gives the same as merging`() throws {
    var observed = MetricRegistry()
    for seconds in [0.0004, 0.0005, 0.1, 0.3, 12] { observed.observe(Self.metric, run("cpu"), seconds) }
    var merged = MetricRegistry()
    merged.merge(Self.metric, run("cpu"), distribution([(400, 1), (500, 1), (100_000, 1), (300_000, 1), (12_000_000, 1)]))
    #expect(try Self.read(observed).counts == Self.read(merged).counts)
    #expect(abs(try Self.read(observed).sum - 12.4009) < 1e-9)
  }

  @Test(arguments: [-1, -.infinity, .nan] as [Double])
  func `a value below zero is ignored`(_ seconds: Double) {
    var registry = MetricRegistry()
    registry.observe(Self.metric, run("cpu"), seconds)
    #expect(registry.text == "")
  }

  @Test func `buckets far below, between and beyond all bounds are counted once`() throws {
    let pairs = (1...20_000).map { (UInt64($0) * 1000, UInt64($0 % 3 + 1)) }
    var registry = MetricRegistry()
    registry.merge(Self.metric, run("cpu"), distribution(pairs))
    let found = try Self.read(registry)
    for (bound, count) in zip(found.bounds, found.counts) {
      let limit: Double = bound == "+Inf" ? .infinity : try #require(Double(bound))
      #expect(count == pairs.reduce(0) { $0 + (Double($1.0) / 1e6 <= limit ? $1.1 : 0) }, "\(bound)")
    }
  }

  @Test func `an empty distribution makes a series of zeros`() throws {
    var registry = MetricRegistry()
    registry.merge(Self.metric, run("cpu"), LatencyHistogram())
    let found = try Self.read(registry)
    #expect(found.counts == Array(repeating: 0, count: 25))
    #expect(found.sum == 0)
    #expect(found.count == 0)
  }

  @Test(arguments: UInt64(1)...10)
  func `counts are cumulative, infinity is all, and nothing ever falls`(_ seed: UInt64) throws {
    var state = seed
    var registry = MetricRegistry()
    var before: (bounds: [String], counts: [UInt64], sum: Double, count: UInt64)?
    var total: UInt64 = 0
    for step in 0..<30 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let microseconds = (state >> 33) % 20_000_000
      if step.isMultiple(of: 3) {
        registry.observe(Self.metric, run("cpu"), Double(microseconds) / 1e6)
        total += 1
      } else {
        registry.merge(Self.metric, run("cpu"), distribution([(microseconds, 2), (microseconds * 2 + 1, UInt64(step))]))
        total += 2 + UInt64(step)
      }
      let found = try Self.read(registry)
      #expect(found.counts == found.counts.sorted())
      #expect(found.counts.last == total)
      #expect(found.count == total)
      if let before {
        #expect(zip(before.counts, found.counts).allSatisfy { $0 <= $1 })
        #expect(before.sum <= found.sum)
      }
      before = found
    }
  }

  @Test func `a distribution of a metric that is no histogram is ignored`() {
    var registry = MetricRegistry()
    registry.merge(MetricCatalog.storageBytes, .none, distribution([(1, 1)]))
    registry.observe(MetricCatalog.storageBytes, .none, 1)
    #expect(registry.text == "")
  }
}
