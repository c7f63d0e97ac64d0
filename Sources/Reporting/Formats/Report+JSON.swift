import Rendering

extension Report {
  /// The report as one JSON object, ending with a line feed. Instants are ISO 8601 in UTC, times seconds, memory bytes, shares 0 to 1.
  ///
  ///     {"verdict", "since", "until",
  ///      "kept_since": the oldest run that is still kept where the window begins before it, else null,
  ///      "damaged_rows": {"count", "tables": {table: count}, "first": which it is, or null}: rows that cannot be read and were left out,
  ///      "targets": [{"target", "mix", "strategy", "runtime", "value", "limit", "verdict", "samples",
  ///                   "samples_needed": if they are too few, else null,
  ///                   "worst": {"value", "at", "run_id"} or null,
  ///                   "cause": "program", "host" or "unexplained" where it is breached, else null, "cause_text"}],
  ///      "failures": [{"mix", "strategy", "runtime", "value", "limit", "verdict", "runs", "runs_failed", "items", "items_failed",
  ///                    "reason": that of most of the failed runs, or null}],
  ///      "runs": [{"mix", "strategy", "runtime", "outcome", "count"}],
  ///      "stalls": [{"mix", "strategy", "runtime", "cause", "seconds"}],
  ///      "worst_stalls": [{"mix", "strategy", "runtime", "stalls": {…}}],
  ///      "surroundings": [{"mix", "strategy", "runtime", "bottleneck", "limited_by_host", "limit_text", "cpu_account", "host"}],
  ///      "calibration_drift": [{"runtime", "kernel", "checks", "last", "lowest", "highest"}],
  ///      "measures": [{"mix", "strategy", "runtime", "measure", "count", "values": […]}],
  ///      "comparison": {"baseline", "worse": true or false,
  ///                     "changes": [{"mix", "strategy", "runtime", "measure", "outcome", "ratio", "p",
  ///                                  "before": {"count", "median"}, "now": {"count", "median"}}]}, or null,
  ///      "apps": [{"app", "verdict",
  ///                "targets": [{"target", "value", "limit", "verdict", "cause", "cause_text", "queue": the worst, or null, "samples", "samples_needed"}],
  ///                "stalls": {"count", "seconds_by_cause", …}: those of the start left out,
  ///                "places": [{"frame" or null, "cause", "seconds", "count", "worst_seconds", "worst_at", "stack": of the worst}]: ten, the worst first,
  ///                "occurrences": [{"at", "kind", "pid", "version", "frame", "stack", "stood_seconds"}],
  ///                "levels": {"seconds", "processes", "busy_ratio", "cpu_seconds", "gc_seconds", "io_wait_seconds", "memory_bytes", "tasks",
  ///                           "executor_backlog": {"mean", "max", "last"} each, "queues": [{"queue", "mean", "max", "last", "capacity"}]} or null,
  ///                "comparison": {"baseline", "window", "worse", "changes": [{"measure", "before", "now", "ratio", "p", "outcome"}],
  ///                               "places": [{"frame", "cause", "new", "before", "now": {"count", "seconds", "seconds_per_hour"}, "outcome"}]}, or null}],
  ///      "judged_by": {"source": agent, file or defaults, "since", "file", "overrides": […], "only": […] or null, "text"},
  ///      "host": {"name", "kernel", "cpu", "cores", "version": of the calcmon that measured there}, or null if the history does not tell,
  ///      "made_at"}
  ///
  /// `failures` has an entry for each mix, strategy and runtime that ran; `targets` one with the target `failures` for each of them of which
  /// something failed, whose `samples` are runs. Both are judged by `Failures`. In `changes` the measure `failures` has shares for medians.
  /// A limit is a number, or `[lower, upper]` where it is a band. `stalls` has an entry for each cause, `worst_stalls` one for each mix,
  /// strategy and runtime that had any. `surroundings` are those of the completed runs together, in the shapes of `run`. `values` are those of the runs, ascending, at most `OrderStatistics.limit`, evenly spaced in
  /// rank; `SavedReport` reads them. `comparison` is null where no baseline was asked for.
  package func json() throws -> String { try JSONDocument.text(JSONReport(self)) }
}
