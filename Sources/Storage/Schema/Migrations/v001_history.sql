CREATE TABLE agents (
  -- One row for each start of an agent on this database.
  id         INTEGER PRIMARY KEY,
  version    TEXT    NOT NULL,
  pid        INTEGER NOT NULL,
  started_ms INTEGER NOT NULL, -- Unix time in milliseconds, as everywhere here
  stopped_ms INTEGER           -- NULL: it is running, or it was killed
);

CREATE TABLE runs (
  -- One row for each run that has ended.
  id                 INTEGER PRIMARY KEY,
  agent_id           INTEGER NOT NULL REFERENCES agents (id),
  mix                TEXT    NOT NULL,
  kind               TEXT    NOT NULL, -- cpu, mixed
  strategy           TEXT    NOT NULL, -- async, hybrid
  runtime            TEXT    NOT NULL, -- swift
  outcome            TEXT    NOT NULL, -- completed, failed, timeout, crashed, cancelled
  reason             TEXT,             -- where it did not complete
  started_ms         INTEGER NOT NULL, -- the child was started
  work_started_ms    INTEGER,          -- the first item could start; offsets of its samples count from here
  ended_ms           INTEGER NOT NULL,
  -- From here on: NULL where the run did not complete.
  duration_seconds   REAL,
  ideal_seconds      REAL,
  items_ok           INTEGER,
  items_failed       INTEGER,
  queue_peak         INTEGER,
  cpu_user_seconds   REAL,
  cpu_system_seconds REAL,
  cores              REAL,             -- available to the run: affinity and cgroup quota counted
  io_wait_seconds    REAL,
  memory_peak_bytes  REAL              -- NULL also where memory could not be read
);

CREATE INDEX runs_by_end ON runs (ended_ms);

CREATE TABLE histograms (
  -- The distributions of completed runs: [[upper bound in microseconds, count], …], ascending, empty buckets left out.
  -- All have the layout of an HDR histogram of three significant digits, so adding up counts of equal bounds merges them:
  --   SELECT b.value ->> 0 AS microseconds, sum(b.value ->> 1) FROM histograms, json_each(buckets) AS b … GROUP BY 1
  run_id       INTEGER NOT NULL REFERENCES runs (id),
  distribution TEXT    NOT NULL, -- event_loop_latency, item_duration, io_step_duration, queue_wait
  buckets      TEXT    NOT NULL,
  PRIMARY KEY (run_id, distribution)
) WITHOUT ROWID;

CREATE TABLE series (
  -- What a point belongs to.
  id       INTEGER PRIMARY KEY,
  quantity TEXT NOT NULL, -- event_loop_latency_seconds, queue_depth, cpu_utilization_ratio, memory_bytes, io_wait_ratio
  mix      TEXT NOT NULL,
  strategy TEXT NOT NULL,
  runtime  TEXT NOT NULL,
  UNIQUE (quantity, mix, strategy, runtime)
);

CREATE TABLE points (
  -- The values; read them through the view samples.
  series_id INTEGER NOT NULL REFERENCES series (id),
  time_ms   INTEGER NOT NULL,
  run_id    INTEGER NOT NULL REFERENCES runs (id),
  value     REAL    NOT NULL,
  PRIMARY KEY (series_id, time_ms, run_id)
) WITHOUT ROWID;

CREATE VIEW samples AS
  -- One row for each sample, with its series.
  SELECT
    strftime('%Y-%m-%dT%H:%M:%fZ', points.time_ms / 1000.0, 'unixepoch') AS time,
    points.time_ms,
    series.quantity,
    series.mix,
    series.strategy,
    series.runtime,
    points.value,
    points.run_id
  FROM points JOIN series ON series.id = points.series_id;

CREATE TABLE verdicts (
  -- How the agent judged each target after each run, over its window.
  time_ms  INTEGER NOT NULL,
  mix      TEXT    NOT NULL,
  strategy TEXT    NOT NULL,
  runtime  TEXT    NOT NULL,
  target   TEXT    NOT NULL, -- event_loop_latency, queue_depth, cpu_utilization, memory, io_wait
  value    REAL,             -- NULL: too few samples
  lower    REAL,             -- limits, where the target has them
  upper    REAL,
  verdict  TEXT    NOT NULL, -- met, breached, unknown
  samples  INTEGER NOT NULL,
  PRIMARY KEY (mix, strategy, runtime, target, time_ms)
) WITHOUT ROWID;

CREATE TABLE calibrations (
  -- How fast this host computes, by calibration: what the CPU steps of the runs after it are sized by.
  time_ms               INTEGER NOT NULL,
  runtime               TEXT    NOT NULL,
  kernel                TEXT    NOT NULL,
  operations_per_second REAL    NOT NULL,
  PRIMARY KEY (runtime, kernel, time_ms)
) WITHOUT ROWID;
