import Samples
import Thresholds

// Judges 10,000 targets, each by an hour of its own: twelve runs with a latency histogram of 500 buckets each. Prints one line of JSON: the
// seconds that it took, evaluations a second, and the same without adding the runs up.

let targets = Target.standard(for: .cpu)
let evaluations = 10_000

/// Sixty instants of a run of a minute, with figures that differ from run to run.
func run(_ number: Int) -> RunEvidence {
  let samples = (0..<60).flatMap { second in
    let (elapsed, drawn) = (Double(second), Double((second * 37 + number * 101) % 97))
    return [
      Sample(.queueDepth, elapsed: elapsed, value: drawn), Sample(.memory, elapsed: elapsed, value: 2e7 + 4096 * drawn),
      Sample(.cpuUtilization, elapsed: elapsed, value: drawn / 97), Sample(.ioWait, elapsed: elapsed, value: drawn / 194),
    ]
  }
  let buckets = (0..<500).map { bucket in
    LatencyHistogram.Bucket(upperMicroseconds: UInt64(50 + bucket * 20 + number), count: UInt64(1 + (bucket + number) % 20))
  }
  return RunEvidence(
    latency: LatencyHistogram(ascending: buckets) ?? LatencyHistogram(), samples: samples, wallSeconds: 60, cpuSeconds: 48,
    cores: 1,
    ioWaitSeconds: 6, queuePeak: 97, memoryPeak: 3e7)
}

/// Runs it for every evaluation; in seconds. What it returns is counted, so that nothing is left out.
func seconds(_ evaluate: (Int) -> Judgement) -> (elapsed: Double, met: Int) {
  let begin = ContinuousClock.now
  let met = (0..<evaluations).count { evaluate($0).verdict == .met }
  return (begin.duration(to: .now) / .seconds(1), met)
}

let runs = (0..<120).map(run)
let hours = (0..<10).map { hour in Array(runs[hour * 12..<hour * 12 + 12]) }
let evidence = hours.map { Evidence($0) }
let whole = seconds { TargetEvaluator.judge(targets[$0 % targets.count], by: Evidence(hours[$0 / targets.count % hours.count])) }
let judging = seconds { TargetEvaluator.judge(targets[$0 % targets.count], by: evidence[$0 / targets.count % hours.count]) }
print(
  """
  {"evaluations": \(evaluations), "met": \(whole.met), "seconds": \(whole.elapsed), \
  "evaluations_per_s": \(Double(evaluations) / whole.elapsed), "judging_seconds": \(judging.elapsed), \
  "judgings_per_s": \(Double(evaluations) / judging.elapsed)}
  """)
