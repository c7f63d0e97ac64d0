DROP VIEW samples;
DROP TABLE points;
DROP TABLE histograms_v003;

CREATE VIEW samples AS
  -- One row for each sample, in base units.
  SELECT strftime('%Y-%m-%dT%H:%M:%fZ', time_ms / 1000.0, 'unixepoch') AS time, time_ms, quantity, mix, strategy, runtime, value, run_id
  FROM (
    SELECT work_started_ms + elapsed_ms AS time_ms, 'event_loop_latency_seconds' AS quantity, mix, strategy, runtime,
      event_loop_latency_us / 1e6 AS value, run_id
    FROM instants JOIN runs ON runs.id = run_id WHERE event_loop_latency_us IS NOT NULL
    UNION ALL
    SELECT work_started_ms + elapsed_ms, 'queue_depth', mix, strategy, runtime, queue_depth * 1.0, run_id
    FROM instants JOIN runs ON runs.id = run_id WHERE queue_depth IS NOT NULL
    UNION ALL
    SELECT work_started_ms + elapsed_ms, 'cpu_utilization_ratio', mix, strategy, runtime, cpu_utilization_ppm / 1e6, run_id
    FROM instants JOIN runs ON runs.id = run_id WHERE cpu_utilization_ppm IS NOT NULL
    UNION ALL
    SELECT work_started_ms + elapsed_ms, 'memory_bytes', mix, strategy, runtime, memory_bytes * 1.0, run_id
    FROM instants JOIN runs ON runs.id = run_id WHERE memory_bytes IS NOT NULL
    UNION ALL
    SELECT work_started_ms + elapsed_ms, 'io_wait_ratio', mix, strategy, runtime, io_wait_ppm / 1e6, run_id
    FROM instants JOIN runs ON runs.id = run_id WHERE io_wait_ppm IS NOT NULL
  );

CREATE VIEW hours AS
  -- One row for each series and hour: the question "how has it been?" over months.
  SELECT strftime('%Y-%m-%dT%H:%M:%SZ', start_ms / 1000, 'unixepoch') AS hour, quantity, mix, strategy, runtime,
    samples_1h.count, min, max, sum / samples_1h.count AS mean, last,
    p50_us / 1e6 AS p50, p99_us / 1e6 AS p99 -- of every tick; event_loop_latency_seconds only
  FROM samples_1h JOIN series ON series.id = samples_1h.series_id LEFT JOIN latency_1h USING (series_id, start_ms);

CREATE VIEW outcomes AS
  -- How runs ended, the newest day first.
  SELECT date(ended_ms / 1000, 'unixepoch') AS day, mix, strategy, runtime, outcome, count(*) AS runs, max(reason) AS reason
  FROM runs GROUP BY 1, 2, 3, 4, 5 ORDER BY 1 DESC, 2, 3, 4;

CREATE VIEW stall_causes AS
  -- What held the loops, by cause, of all runs that are kept.
  SELECT mix, strategy, runtime, count(*) AS stalls, sum(seconds) AS seconds, sum(callback_seconds) AS callback,
    sum(runqueue_seconds) AS runqueue, sum(throttled_seconds) AS throttled, sum(steal_seconds) AS steal,
    sum(blocked_seconds) AS blocked, sum(unexplained_seconds) AS unexplained, max(seconds) AS longest
  FROM stalls JOIN runs ON runs.id = run_id GROUP BY 1, 2, 3 ORDER BY seconds DESC;
