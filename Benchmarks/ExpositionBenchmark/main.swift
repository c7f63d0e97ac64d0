import Exposition
import Glibc
import Samples

// Renders 10,000 series of 20 families, and what an agent exposes. Prints one line of JSON a case: nanoseconds of CPU time a
// series (the median of some rounds) for a renderer that remembers nothing, for one of whose families none has changed, and for
// one of whose families one has; and sizes, beside those of the text compressed in one piece with level 1.

let rounds = 31

/// A registry, and a change of one series of it.
struct Case {
  let name: String
  var registry = MetricRegistry()
  let change: (inout MetricRegistry, Double) -> Void
}

/// Gauges of 500 series each, with three labels; half of the values are whole numbers.
func manySeries() -> Case {
  let metrics = (0..<20).map {
    Metric(.gauge, "calcmon_benchmark_\($0)_seconds", labels: ["mix", "runtime", "strategy"], "Benchmark.")
  }
  let labels = (0..<500).map {
    RunIdentity(mix: "mix-\($0)", strategy: Strategy.allCases[$0 % Strategy.allCases.count], runtime: .swift).labels
  }
  var result = Case(name: "10000 series") { $0.set(metrics[7], labels[250], $1) }
  for (position, metric) in metrics.enumerated() {
    for number in 0..<500 {
      let value = Double(number * 1009 + position)
      result.registry.set(metric, labels[number], number.isMultiple(of: 2) ? value : value / 1024.7)
    }
  }
  return result
}

/// Every metric of the catalog, five series each.
func catalog() -> Case {
  var result = Case(name: "catalog") { registry, value in
    registry.add(MetricCatalog.slots, Labels([("mix", "cpu-light")]), value)
  }
  for metric in MetricCatalog.all {
    for (number, mix) in ["cpu-light", "cpu-heavy", "io-light", "io-heavy", "mixed"].enumerated() {
      let known = ["mix": mix, "strategy": "async", "runtime": "swift"]
      let labels = Labels(metric.labels.map { (name: $0, value: known[$0] ?? "\($0)-\(number)") })
      switch metric.kind {
      case .counter: result.registry.add(metric, labels, Double(number * 7919) + 0.25)
      case .gauge: result.registry.set(metric, labels, Double(number) / 7)
      case .histogram: for value in 0..<100 { result.registry.observe(metric, labels, Double(value * value) / 5000) }
      }
    }
  }
  return result
}

func cpuNanoseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// The median of the rounds.
func median(prepare: (Int) -> Void = { _ in }, _ body: () -> [UInt8]) -> Double {
  var bytes = 0
  let times = (1...rounds).map { round in
    prepare(round)
    let begin = cpuNanoseconds()
    bytes &+= body().count
    return cpuNanoseconds() - begin
  }
  precondition(bytes > 0)
  return times.sorted()[rounds / 2]
}

func measure(_ given: Case, _ format: ExpositionFormat, gzip: Bool) {
  var registry = given.registry
  let plain = ExpositionRenderer().render(registry, format, gzip: false)
  let series = Double(plain.split(separator: UInt8(ascii: "\n")).count { $0.first != UInt8(ascii: "#") })
  let renderer = ExpositionRenderer()
  let bytes = renderer.render(registry, format, gzip: gzip).count
  let cold = median { ExpositionRenderer().render(registry, format, gzip: gzip) }
  let unchanged = median { renderer.render(registry, format, gzip: gzip) }
  let changed = median(prepare: { given.change(&registry, Double($0)) }) { renderer.render(registry, format, gzip: gzip) }
  let whole = median { Gzip.compress(plain) }
  print(
    """
    {"case": "\(given.name)", "format": "\(format)", "gzip": \(gzip), "series": \(Int(series)), "bytes": \(bytes), \
    "gzip_1_bytes": \(Gzip.compress(plain).count), "gzip_1_ms": \(whole / 1e6), "cold_ms": \(cold / 1e6), \
    "cold_ns": \(cold / series), "unchanged_ns": \(unchanged / series), "one_family_changed_ns": \(changed / series)}
    """)
}

for given in [manySeries(), catalog()] {
  for format in [ExpositionFormat.text, .openMetrics] {
    for gzip in [false, true] { measure(given, format, gzip: gzip) }
  }
}
