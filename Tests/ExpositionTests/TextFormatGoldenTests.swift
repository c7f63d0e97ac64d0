import Exposition
import Samples
import Testing

@Suite struct TextFormatGoldenTests {
  @Test func `nothing is an empty text`() {
    #expect(MetricRegistry().text == "")
  }

  @Test func `a small registry is written byte for byte so`() {
    var registry = MetricRegistry()
    registry.add(MetricCatalog.runs, run("io-heavy", .hybrid).with("outcome", "completed"), 3)
    registry.add(MetricCatalog.runs, run("cpu-light").with("outcome", "timeout"))
    registry.add(MetricCatalog.runs, run("cpu-light").with("outcome", "completed"), 12)
    registry.set(MetricCatalog.storageBytes, .none, 40_960)
    registry.set(MetricCatalog.lastRunIdealRatio, run("cpu-light"), 1.0625)
    registry.observe(MetricCatalog.runDurationSeconds, run("cpu-light"), 2.25)
    registry.observe(MetricCatalog.runDurationSeconds, run("cpu-light"), 300)
    #expect(
      registry.text == """
        # HELP calcmon_last_run_ideal_ratio Duration of the last completed run over the ideal time of its work; 1 is perfect.
        # TYPE calcmon_last_run_ideal_ratio gauge
        calcmon_last_run_ideal_ratio{mix="cpu-light",runtime="swift",strategy="async"} 1.0625
        # HELP calcmon_run_duration_seconds \
        Time from the first item's intended start to the last item's end, of completed runs.
        # TYPE calcmon_run_duration_seconds histogram
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="0.5"} 0
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="1.0"} 0
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="2.5"} 1
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="5.0"} 1
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="10.0"} 1
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="25.0"} 1
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="50.0"} 1
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="100.0"} 1
        calcmon_run_duration_seconds_bucket{mix="cpu-light",runtime="swift",strategy="async",le="+Inf"} 2
        calcmon_run_duration_seconds_sum{mix="cpu-light",runtime="swift",strategy="async"} 302.25
        calcmon_run_duration_seconds_count{mix="cpu-light",runtime="swift",strategy="async"} 2
        # HELP calcmon_runs_total Runs ended, by outcome.
        # TYPE calcmon_runs_total counter
        calcmon_runs_total{mix="cpu-light",outcome="completed",runtime="swift",strategy="async"} 12
        calcmon_runs_total{mix="cpu-light",outcome="timeout",runtime="swift",strategy="async"} 1
        calcmon_runs_total{mix="io-heavy",outcome="completed",runtime="swift",strategy="hybrid"} 3
        # HELP calcmon_storage_bytes Size of the database file and its write-ahead log.
        # TYPE calcmon_storage_bytes gauge
        calcmon_storage_bytes 40960

        """)
  }
}
