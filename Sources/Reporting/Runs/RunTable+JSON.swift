import Rendering
package import Runs
import Samples
import Thresholds
import Workloads

extension RunTable {
  /// The table as one line of JSON, with its line feed.
  ///
  /// - Parameter storedIDs: of the runs that were kept in the history.
  package func json(storedIDs: [Int64] = []) throws -> String {
    try JSONLine.text(
      JSONTable(
        mix: mix.name, cores: cores, verdict: verdict, storedRunIds: storedIDs, tooShort: OrNull(shortText),
        runs: rows.map { JSONRun($0, isGuide: mix.name == Mix.guide.name) },
        measurements: measurements.isEmpty ? nil : measured))
  }
}

private struct JSONTable: Encodable {
  let mix: String
  let cores: Int
  let verdict: Verdict
  let storedRunIds: [Int64]
  let tooShort: OrNull<String>
  let runs: [JSONRun]
  /// If steps were to be measured first.
  let measurements: [JSONStepMeasurement]?
}

extension RunTable {
  /// In the order of the runtimes, I/O first.
  fileprivate var measured: [JSONStepMeasurement] {
    Runtime.allCases.flatMap { runtime in
      StepMeasurement.Step.allCases.compactMap { step in
        measurements[runtime].flatMap { found in
          found[step].map { JSONStepMeasurement($0, of: mix, in: runtime, found.histograms) }
        }
      }
    }
  }
}

private struct JSONRun: Encodable {
  struct Latency: Encodable {
    let p50: OrNull<Double>
    let p99: OrNull<Double>
    let max: OrNull<Double>
  }

  struct Judged: Encodable {
    let target: String
    let value: OrNull<Double>
    let limit: JSONLimit
    let verdict: Verdict
    let cause: OrNull<String>
    let causeText: OrNull<String>
  }

  struct Guide: Encodable {
    let seconds: Double
    let speedup: Double
    let memoryMegabytes: Double
    let items: Int
  }

  let strategy: Strategy
  let runtime: Runtime
  let version: OrNull<String>
  let outcome: RunOutcome
  let reason: OrNull<String>
  let repeats: [Double]
  let items: Int
  let itemsFailed: Int
  let itemsTimeout: Int
  let itemsDropped: Int
  let retries: Int
  let seconds: OrNull<Double>
  let itemsPerSecond: OrNull<Double>
  let speedup: OrNull<Double>
  let idealSeconds: OrNull<Double>
  let idealRatio: OrNull<Double>
  let cpuStepSeconds: OrNull<Double>
  let itemSeconds: Latency
  let eventLoopLatencySeconds: Latency
  let queuePeak: OrNull<Int>
  let cpuUtilization: OrNull<Double>
  let memoryPeakBytes: OrNull<Double>
  let ioWaitRatio: OrNull<Double>
  let memoryKind: OrNull<String>
  let stalls: JSONStalls
  let bottleneck: OrNull<Bottleneck>
  let cpuAccount: OrNull<JSONAccount>
  let host: OrNull<JSONHost>
  let targets: [Judged]
  let guide: Guide?
  /// The end of the first traceback, if an item of the user's own functions failed.
  let firstError: String?
  /// Of `hybrid`, if the child told it.
  let workerStartSeconds: Double?
  /// Of `hybrid`, if the child told it.
  let transfer: JSONTransfer?

  init(_ row: RunTable.Row, isGuide: Bool) {
    strategy = row.identity.strategy
    runtime = row.identity.runtime
    version = OrNull(row.version)
    outcome = row.outcome
    reason = OrNull(row.reason)
    repeats = row.allSeconds
    items = row.items
    itemsFailed = row.sum(\.itemsFailed)
    itemsTimeout = row.sum(\.itemsTimeout)
    itemsDropped = row.sum(\.itemsDropped)
    retries = row.sum(\.retries)
    seconds = OrNull(row.seconds ?? row.partialSeconds)
    itemsPerSecond = OrNull(row.itemsPerSecond)
    speedup = OrNull(row.speedup)
    idealSeconds = OrNull(row.idealSeconds)
    idealRatio = OrNull(row.idealRatio)
    cpuStepSeconds = OrNull(row.median { $0.result.cpuStepSeconds })
    let times = row.itemTimes
    itemSeconds = Latency(
      p50: OrNull(times.quantile(0.5)), p99: OrNull(times.quantile(0.99)), max: OrNull(times.maxSeconds))
    firstError = row.firstError
    workerStartSeconds = row.workerStartSeconds
    transfer = row.transfer.map(JSONTransfer.init)
    let latency = row.latency
    eventLoopLatencySeconds = Latency(
      p50: OrNull(latency.quantile(0.5)), p99: OrNull(latency.quantile(0.99)), max: OrNull(latency.maxSeconds))
    queuePeak = OrNull(row.queuePeak)
    cpuUtilization = OrNull(row.cpuUtilization)
    memoryPeakBytes = OrNull(row.memoryPeakBytes)
    ioWaitRatio = OrNull(row.ioWaitRatio)
    memoryKind = OrNull(row.memoryIsProportional.map { $0 ? "pss" : "rss" })
    stalls = JSONStalls(row.stalls)
    bottleneck = OrNull(row.evidence.bottleneck)
    cpuAccount = OrNull(row.evidence.account.map(JSONAccount.init))
    host = OrNull(row.evidence.host.map(JSONHost.init))
    var targets = row.judgements.map {
      Judged(
        target: $0.target.name.rawValue, value: OrNull($0.value), limit: JSONLimit($0.condition.limit), verdict: $0.verdict,
        cause: OrNull($0.cause?.kind.rawValue), causeText: OrNull($0.cause?.text))
    }
    let failures = row.failures
    if failures.isPresent {
      targets.append(
        Judged(
          target: Failures.name, value: OrNull(failures.share), limit: JSONLimit(.atMost(Failures.limit)),
          verdict: failures.verdict, cause: OrNull(nil), causeText: OrNull(nil)))
    }
    self.targets = targets
    guide =
      isGuide
      ? {
        Guide(seconds: $0.seconds, speedup: $0.speedup, memoryMegabytes: $0.megabytes, items: GuideFigures.items)
      }(GuideFigures.of(row.identity.strategy)) : nil
  }
}
