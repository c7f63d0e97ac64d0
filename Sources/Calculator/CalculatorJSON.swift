import Prediction
import Rendering
import Samples
import Thresholds

struct JSONResult: Encodable {
  /// What is said of all of them, and of which row.
  let sentence: String
  let best: String?
  let strategies: [JSONRow]
  /// What it began from.
  var fromRun: JSONOrigin?
}

/// The run that predictions began from.
struct JSONOrigin: Encodable {
  let id: Int64
  let mix, strategy, runtime: String
  let items: Int
  let ioSeconds, cpuSeconds: Double
  let note: String?

  init(_ origin: RunOrigin) {
    id = origin.id
    mix = origin.identity.mix
    (strategy, runtime) = (origin.identity.strategy.rawValue, origin.identity.runtime.rawValue)
    (items, ioSeconds, cpuSeconds, note) = (origin.items, origin.ioSeconds, origin.cpuSeconds, origin.note)
  }
}

struct JSONSweep: Encodable {
  struct Place: Encodable {
    let value: String
    let strategies: [JSONRow]
  }

  let parameter: String
  let places: [Place]
  var fromRun: JSONOrigin?
}

extension Encodable {
  func text(isPretty: Bool) throws -> String { try isPretty ? JSONDocument.text(self) : JSONLine.text(self) }
}

struct JSONRow: Encodable {
  struct Latency: Encodable { let p50, p99, max: Double }
  struct Item: Encodable { let mean, p50, p99, max: Double }
  /// Of items that come at a rate.
  struct Service: Encodable {
    let rate, capacityItemsPerSecond, leastItemSeconds: Double
    let keepsUp, nearSaturation: Bool
    let itemP99Seconds: [Double]
    let leastWorkers, leastServers: Int?
  }
  struct Target: Encodable {
    let target: String
    let value: Double?
    let verdict: String
  }
  struct Segment: Encodable {
    let lane: Int
    let kind: String
    let item: Int
    let start, end: Double
  }

  struct Quantiles: Encodable { let p50, p99, max: Double }

  struct Measured: Encodable {
    let seconds: Double
    let itemsPerSecond: Double?
    let eventLoopLatencySeconds: Latency
    let itemSeconds: Quantiles?
    let queuePeak: Int?
    let verdict: String
    let cpuUtilization, ioWaitRatio, stepSeconds: Double?
  }

  let strategy, runtime: String
  /// If there are several.
  let servers: Int?
  let seconds, itemsPerSecond, speedup, idealSeconds, idealRatio: Double
  let itemSeconds: Item
  let eventLoopLatencySeconds: Latency
  let queuePeak: Int
  let cpuUtilization, ioWaitRatio: Double
  let bottleneck, reason: String
  let targets: [Target]
  let verdict: String
  let service: Service?
  let queue: [[Double]]
  let segments: [Segment]
  let startUpSeconds: Double
  var measured: Measured?
  var error, adjustedSeconds, adjustedError: Double?
  var itemP99Error, eventLoopLatencyP99Error, adjustedItemP99Seconds, adjustedItemP99Error: Double?
  var queuePeakError: Int?

  init(_ row: CalculatorResult.Row) {
    let found = row.prediction
    startUpSeconds = found.startUpSeconds
    (strategy, runtime) = (found.strategy.rawValue, found.runtime.rawValue)
    servers = found.servers > 1 ? found.servers : nil
    (seconds, itemsPerSecond) = (found.seconds, found.itemsPerSecond)
    (speedup, idealSeconds, idealRatio) = (row.speedup, found.idealSeconds, found.idealRatio)
    itemSeconds = Item(
      mean: found.itemSeconds.mean, p50: found.itemSeconds.p50, p99: found.itemSeconds.p99, max: found.itemSeconds.max)
    verdict = row.verdict.rawValue
    service = row.service.map {
      Service(
        rate: $0.rate, capacityItemsPerSecond: $0.capacity, leastItemSeconds: $0.leastItemSeconds, keepsUp: $0.isKeptUp,
        nearSaturation: $0.isNearSaturation,
        itemP99Seconds: [$0.itemP99.lowerBound, $0.itemP99.upperBound], leastWorkers: $0.leastWorkers,
        leastServers: $0.leastServers)
    }
    eventLoopLatencySeconds = Latency(p50: found.latency.p50, p99: found.latency.p99, max: found.latency.max)
    queuePeak = found.queuePeak
    (cpuUtilization, ioWaitRatio) = (found.cpuUtilization, found.ioWaitRatio)
    (bottleneck, reason) = (found.bottleneck.rawValue, found.bottleneck.text)
    targets = row.judgements.map { Target(target: $0.target.name.rawValue, value: $0.value, verdict: $0.verdict.rawValue) }
    queue = found.queue.map { [$0.at, Double($0.depth)] }
    segments = found.segments.map { Segment(lane: $0.lane, kind: $0.kind.rawValue, item: $0.item, start: $0.start, end: $0.end) }
  }
}
