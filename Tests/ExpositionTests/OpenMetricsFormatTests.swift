import Exposition
import Samples
import Testing

@Suite struct OpenMetricsFormatTests {
  @Test func `nothing ends as well`() {
    #expect(MetricRegistry().openMetrics == "# EOF\n")
  }

  @Test func `a small registry is written byte for byte so`() throws {
    var registry = MetricRegistry()
    registry.add(MetricCatalog.runs, run("io-heavy", .hybrid).with("outcome", "completed"), 3)
    registry.add(MetricCatalog.runCPU, run("cpu-light").with("mode", "user"), 0.25)
    registry.set(MetricCatalog.storageBytes, .none, 40_960)
    registry.set(MetricCatalog.lastRunIdealRatio, run("cpu-light"), 1.0625)
    registry.set(MetricCatalog.buildInfo, Labels([("version", "1.2.3"), ("revision", "abc"), ("swiftversion", "6.3")]), 1)
    registry.merge(
      MetricCatalog.runDurationSeconds, run("cpu-light"), distribution([(2_000_000, 1), (2_250_000, 1), (300_000_000, 1)]),
      exemplar: Exemplar(Labels([("run_id", "123")]), at: Timestamp(milliseconds: 1_700_000_000_123)))
    #expect(
      registry.openMetrics == """
        # TYPE calcmon_build info
        # HELP calcmon_build A metric with the constant value 1, labelled with what calcmon was built from.
        calcmon_build_info{revision="abc",swiftversion="6.3",version="1.2.3"} 1
        # TYPE calcmon_last_run_ideal_ratio gauge
        # UNIT calcmon_last_run_ideal_ratio ratio
        # HELP calcmon_last_run_ideal_ratio Duration of the last completed run over the ideal time of its work; 1 is perfect.
        calcmon_last_run_ideal_ratio{mix="cpu-light",runtime="swift",strategy="async"} 1.0625
        # TYPE calcmon_run_cpu_seconds counter
        # UNIT calcmon_run_cpu_seconds seconds
        # HELP calcmon_run_cpu_seconds CPU time of the process trees of completed runs.
        calcmon_run_cpu_seconds_total{mix="cpu-light",mode="user",runtime="swift",strategy="async"} 0.25
        # TYPE calcmon_run_duration_seconds histogram
        # UNIT calcmon_run_duration_seconds seconds
        # HELP calcmon_run_duration_seconds \
        Time from the first item's intended start to the last item's end, of completed runs.
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="0.5"} 0
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="1.0"} 0
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="2.5"} 2 \
        # {run_id="123"} 2.25 1700000000.123
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="5.0"} 2
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="10.0"} 2
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="25.0"} 2
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="50.0"} 2
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="100.0"} 2
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="+Inf"} 3 \
        # {run_id="123"} 300 1700000000.123
        calcmon_run_duration_seconds_sum{mix="cpu-light",runtime="swift",strategy="async"} 304.25
        calcmon_run_duration_seconds_count{mix="cpu-light",runtime="swift",strategy="async"} 3
        # TYPE calcmon_runs counter
        # HELP calcmon_runs Runs ended, by outcome.
        calcmon_runs_total{mix="io-heavy",outcome="completed",runtime="swift",strategy="hybrid"} 3
        # TYPE calcmon_storage_bytes gauge
        # UNIT calcmon_storage_bytes bytes
        # HELP calcmon_storage_bytes Size of the database file and its write-ahead log.
        calcmon_storage_bytes 40960
        # EOF

        """)
  }

  @Test func `help escapes quotes too, and text 0_0_4 does not`() {
    let metric = Metric(.gauge, "calcmon_quoted", #"A "quoted" \ word."#)
    var registry = MetricRegistry()
    registry.set(metric, .none, 1)
    #expect(registry.openMetrics.contains(#"# HELP calcmon_quoted A \"quoted\" \\ word."#))
    #expect(registry.text.contains(#"# HELP calcmon_quoted A "quoted" \\ word."#))
  }

  @Test func `a counter's samples end in _total even where its name does not`() {
    var registry = MetricRegistry()
    registry.add(Metric(.counter, "calcmon_odd", "Odd."))
    #expect(registry.openMetrics == "# TYPE calcmon_odd counter\n# HELP calcmon_odd Odd.\ncalcmon_odd_total 1\n# EOF\n")
  }

  @Test func `samples are the same lines as in the text format`() {
    let registry = everything()
    #expect(!registry.samples.isEmpty)
    #expect(registry.openMetrics.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") } == registry.samples)
  }

  @Test func `no family of the catalog has the name of another's samples`() {
    let families = MetricCatalog.all.map(\.openMetricsName)
    #expect(Set(families).count == families.count)
    for suffix in ["_total", "_created", "_bucket", "_count", "_sum", "_info"] {
      #expect(Set(families).isDisjoint(with: families.map { $0 + suffix }))
    }
  }
}
