-- A history as schema 2 wrote it. Never changed: databases like it exist.
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA application_id = 1667329123;
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v001_history');
INSERT INTO grdb_migrations VALUES('v002_workloads');
CREATE TABLE agents (
  -- One row for each start of an agent on this database.
  id         INTEGER PRIMARY KEY,
  version    TEXT    NOT NULL,
  pid        INTEGER NOT NULL,
  started_ms INTEGER NOT NULL, -- Unix time in milliseconds, as everywhere here
  stopped_ms INTEGER           -- NULL: it is running, or it was killed
);
INSERT INTO agents VALUES(1,'0.1.0',29877,1795424336100,1795424336394);
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
, items_timeout    INTEGER, items_dropped    INTEGER, retries          INTEGER, cpu_step_seconds REAL, io               TEXT);
INSERT INTO runs VALUES(1,1,'idle','idle','async','swift','completed',NULL,1795424336183,1795424336189,1795424336393,0.20016359200000000129,NULL,0,0,0,0.0,0.004654999999999999416,2.0,0.0,10663936.0,0,0,0,0.0,NULL);
CREATE TABLE histograms (
  -- The distributions of completed runs: [[upper bound in microseconds, count], …], ascending, empty buckets left out.
  -- All have the layout of an HDR histogram of three significant digits, so adding up counts of equal bounds merges them:
  --   SELECT b.value ->> 0 AS microseconds, sum(b.value ->> 1) FROM histograms, json_each(buckets) AS b … GROUP BY 1
  run_id       INTEGER NOT NULL REFERENCES runs (id),
  distribution TEXT    NOT NULL, -- event_loop_latency, item_duration, io_step_duration, queue_wait
  buckets      TEXT    NOT NULL,
  PRIMARY KEY (run_id, distribution)
) WITHOUT ROWID;
INSERT INTO histograms VALUES(1,'event_loop_latency','[[34,1],[40,2],[42,1],[47,1],[54,1],[55,1],[59,1],[60,2],[62,1],[66,1],[69,1],[70,1],[72,1],[81,1],[82,1],[83,1],[86,1],[87,1]]');
INSERT INTO histograms VALUES(1,'io_step_duration','[]');
INSERT INTO histograms VALUES(1,'item_duration','[]');
INSERT INTO histograms VALUES(1,'queue_wait','[]');
CREATE TABLE series (
  -- What a point belongs to.
  id       INTEGER PRIMARY KEY,
  quantity TEXT NOT NULL, -- event_loop_latency_seconds, queue_depth, cpu_utilization_ratio, memory_bytes, io_wait_ratio
  mix      TEXT NOT NULL,
  strategy TEXT NOT NULL,
  runtime  TEXT NOT NULL,
  UNIQUE (quantity, mix, strategy, runtime)
);
INSERT INTO series VALUES(1,'queue_depth','idle','async','swift');
INSERT INTO series VALUES(2,'cpu_utilization_ratio','idle','async','swift');
INSERT INTO series VALUES(3,'memory_bytes','idle','async','swift');
INSERT INTO series VALUES(4,'event_loop_latency_seconds','idle','async','swift');
INSERT INTO series VALUES(5,'io_wait_ratio','idle','async','swift');
CREATE TABLE points (
  -- The values; read them through the view samples.
  series_id INTEGER NOT NULL REFERENCES series (id),
  time_ms   INTEGER NOT NULL,
  run_id    INTEGER NOT NULL REFERENCES runs (id),
  value     REAL    NOT NULL,
  PRIMARY KEY (series_id, time_ms, run_id)
) WITHOUT ROWID;
INSERT INTO points VALUES(1,1795424336289,1,0.0);
INSERT INTO points VALUES(1,1795424336389,1,0.0);
INSERT INTO points VALUES(2,1795424336385,1,0.0);
INSERT INTO points VALUES(3,1795424336285,1,10631168.0);
INSERT INTO points VALUES(3,1795424336385,1,10663936.0);
INSERT INTO points VALUES(4,1795424336289,1,7.1601000000000007846e-05);
INSERT INTO points VALUES(4,1795424336389,1,8.7063000000000003129e-05);
INSERT INTO points VALUES(5,1795424336289,1,0.0);
INSERT INTO points VALUES(5,1795424336389,1,0.0);
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
CREATE INDEX runs_by_end ON runs (ended_ms);
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
  FROM points JOIN series ON series.id = points.series_id
;
COMMIT;
