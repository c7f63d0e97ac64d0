-- A history as schema 5 wrote it. Never changed: databases like it exist.
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA application_id = 1667329123;
PRAGMA user_version = 5;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v001_history');
INSERT INTO grdb_migrations VALUES('v002_workloads');
INSERT INTO grdb_migrations VALUES('v003_stalls');
INSERT INTO grdb_migrations VALUES('v004_tiers');
INSERT INTO grdb_migrations VALUES('v005_alerts');
CREATE TABLE agents (
  -- One row for each start of an agent on this database.
  id         INTEGER PRIMARY KEY,
  version    TEXT    NOT NULL,
  pid        INTEGER NOT NULL,
  started_ms INTEGER NOT NULL, -- Unix time in milliseconds, as everywhere here
  stopped_ms INTEGER           -- NULL: it is running, or it was killed
, clean_start  INTEGER, lost_seconds REAL);
INSERT INTO agents VALUES(1,'0.1.0',1287,1795545544649,1795545546364,NULL,0.0);
INSERT INTO agents VALUES(2,'test',1,1795545547362,1795545686362,1,0.0);
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
, items_timeout    INTEGER, items_dropped    INTEGER, retries          INTEGER, cpu_step_seconds REAL, io               TEXT, arrival_seconds REAL, memory_kind     TEXT, cpu_samples                    INTEGER, io_wait_samples                INTEGER, event_loop_latency_p99_seconds REAL, event_loop_latency_max_seconds REAL);
INSERT INTO runs VALUES(1,1,'mixed','mixed','async','asyncio','completed',NULL,1795545545346,1795545545445,1795545546362,0.89556743000000005316,0.39619807100000004052,4,0,4,0.79339400000000004364,0.022946000000000001117,2.0,0.0056568970000000001405,22301696.0,0,0,0,0.79239614200000008104,'timer',NULL,'pss',8,1,NULL,0.88422299999999998121);
CREATE TABLE series (
  -- What a point belongs to.
  id       INTEGER PRIMARY KEY,
  quantity TEXT NOT NULL, -- event_loop_latency_seconds, queue_depth, cpu_utilization_ratio, memory_bytes, io_wait_ratio
  mix      TEXT NOT NULL,
  strategy TEXT NOT NULL,
  runtime  TEXT NOT NULL,
  UNIQUE (quantity, mix, strategy, runtime)
);
INSERT INTO series VALUES(1,'event_loop_latency_seconds','mixed','async','asyncio');
INSERT INTO series VALUES(2,'queue_depth','mixed','async','asyncio');
INSERT INTO series VALUES(3,'cpu_utilization_ratio','mixed','async','asyncio');
INSERT INTO series VALUES(4,'memory_bytes','mixed','async','asyncio');
INSERT INTO series VALUES(5,'io_wait_ratio','mixed','async','asyncio');
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
INSERT INTO calibrations VALUES(1795545545345,'asyncio','integer',10855877.372009206563);
CREATE TABLE stalls (
  -- One row for each interval in which the event loop under test did not turn for longer than the limit, also of runs that did not
  -- complete. The six causes sum to its length.
  run_id              INTEGER NOT NULL REFERENCES runs (id),
  number              INTEGER NOT NULL, -- 1, 2, 3, … in a run
  started_ms          INTEGER NOT NULL,
  seconds             REAL    NOT NULL,
  callback_seconds    REAL    NOT NULL, -- the loop's own thread computed
  runqueue_seconds    REAL    NOT NULL, -- it waited for a core that others had
  throttled_seconds   REAL    NOT NULL, -- its control group had used up its CPU quota
  steal_seconds       REAL    NOT NULL, -- the hypervisor had taken the core away
  blocked_seconds     REAL    NOT NULL, -- it slept: in a system call, in a page fault, for a lock, or stopped
  unexplained_seconds REAL    NOT NULL,
  stopped             INTEGER NOT NULL, -- 1: the process was seen stopped by a signal
  control_late        REAL,             -- seconds of it in which an idle loop beside the run was late as well
  wait_channel        TEXT,             -- the kernel function that the thread slept in
  stack               TEXT, noticed_seconds REAL,             -- JSON array, innermost frame first; NULL: nobody looked, or the runtime cannot tell
  PRIMARY KEY (run_id, number)
) WITHOUT ROWID;
INSERT INTO stalls VALUES(1,1,1795545545451,0.88812567200000003264,0.79195813600000009024,0.096167536000000011786,0.0,0.0,0.0,0.0,0,0.0,NULL,'["asyncio_runtime.py:215:compute_integer","asyncio_runtime.py:299:compute_many.<locals>.<listcomp>","asyncio_runtime.py:299:compute_many","asyncio_runtime.py:340:CpuStep.compute","asyncio_runtime.py:830:Async._compute","asyncio_runtime.py:826:Async._attempt","asyncio_runtime.py:803:Async.execute","asyncio_runtime.py:995:Run._execute_item"]',0.10007211200000000472);
CREATE TABLE store (
  -- One row: is this the file that was written last, and is all of it there? <database>.state beside it holds the same of the last
  -- batch that was acknowledged; where it knows of a later one, something was lost without an error.
  id         TEXT    NOT NULL, -- random, made with the file
  sequence   INTEGER NOT NULL, -- batches written so far
  written_ms INTEGER,          -- the newest instant in the newest one
  runs_dropped_before_ms INTEGER -- older runs were dropped, to stay inside the retention
);
INSERT INTO store VALUES('8f0a2bac041780fba7c4fb4d6f8bc7d4',4,1795545676362,NULL);
CREATE TABLE instants (
  -- What was measured at an instant of a run: a row an instant, a column a quantity, NULL where it was not measured at this one. In
  -- whole numbers, since they take a third of the space; read them through the view samples, which has base units.
  run_id                INTEGER NOT NULL REFERENCES runs (id),
  elapsed_ms            INTEGER NOT NULL, -- since runs.work_started_ms
  event_loop_latency_us INTEGER, -- the worst lateness of a tick since the row before
  queue_depth           INTEGER,
  cpu_utilization_ppm   INTEGER, -- millionths
  memory_bytes          INTEGER,
  io_wait_ppm           INTEGER, -- millionths
  PRIMARY KEY (run_id, elapsed_ms)
) WITHOUT ROWID;
INSERT INTO instants VALUES(1,6,NULL,NULL,NULL,22281216,NULL);
INSERT INTO instants VALUES(1,106,NULL,NULL,450000,22285312,NULL);
INSERT INTO instants VALUES(1,206,NULL,NULL,450000,22301696,NULL);
INSERT INTO instants VALUES(1,306,NULL,NULL,450000,22301696,NULL);
INSERT INTO instants VALUES(1,406,NULL,NULL,450000,22301696,NULL);
INSERT INTO instants VALUES(1,506,NULL,NULL,400000,22301696,NULL);
INSERT INTO instants VALUES(1,606,NULL,NULL,500000,22301696,NULL);
INSERT INTO instants VALUES(1,706,NULL,NULL,450000,22301696,NULL);
INSERT INTO instants VALUES(1,806,NULL,NULL,400000,22301696,NULL);
INSERT INTO instants VALUES(1,894,884124,0,NULL,NULL,6327);
CREATE TABLE trends (
  -- What the trend test needs of a run, computed once from its values, warm-up left out. Judging a window takes these and no samples.
  run_id              INTEGER NOT NULL REFERENCES runs (id),
  quantity            TEXT    NOT NULL, -- queue_depth, memory_bytes
  samples             INTEGER NOT NULL,
  span_seconds        REAL    NOT NULL,
  level               REAL    NOT NULL, -- median
  slope               REAL,             -- Theil-Sen, a second; NULL: no two values at different times
  score               REAL    NOT NULL, -- Mann-Kendall's S
  pairs               REAL    NOT NULL,
  variance            REAL    NOT NULL, -- of S, for independent values
  correlated_variance REAL    NOT NULL, -- of S, for values that resemble the one before
  peaks               REAL    NOT NULL, -- how much of the rise lasts, and what a straight line of slope 1 would show
  line_peaks          REAL    NOT NULL,
  troughs             REAL    NOT NULL,
  line_troughs        REAL    NOT NULL,
  PRIMARY KEY (run_id, quantity)
) WITHOUT ROWID;
INSERT INTO trends VALUES(1,'memory_bytes',6,0.5,22301696.0,0.0,0.0,15.0,0.0,0.0,0.0,0.3000000000000000444,0.0,0.5);
INSERT INTO trends VALUES(1,'queue_depth',1,0.0,0.0,NULL,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0);
CREATE TABLE histograms (
  -- The distributions of completed runs, exact to 0.1 %. counts holds, for each bucket that holds something, ascending, two unsigned
  -- LEB128 numbers: the distance of its upper bound to that of the one before in microseconds, and its count. Adding up the counts of equal
  -- bounds merges histograms.
  run_id       INTEGER NOT NULL REFERENCES runs (id),
  distribution TEXT    NOT NULL, -- event_loop_latency, item_duration, io_step_duration, queue_wait, control_latency
  count        INTEGER NOT NULL, -- values
  p50_us       INTEGER NOT NULL,
  p99_us       INTEGER NOT NULL,
  max_us       INTEGER NOT NULL,
  counts       BLOB    NOT NULL,
  PRIMARY KEY (run_id, distribution)
) WITHOUT ROWID;
INSERT INTO histograms VALUES(1,'control_latency',101,33,3871,3887,X'130201020104010501040103010201040101010401060104010201060104010701060101010301010103010101010101010101030102010102010201070108010101010107010f01010113010d0116019b03011b018e0a01cb0f011001');
INSERT INTO histograms VALUES(1,'event_loop_latency',89,444159,884223,884223,X'9f2001904e01904e01a04e01804e01a04e01804e01c04e01804e01804e01804e01c04e01804e01804e01804e01804f01804e01804e01804e01804e01804e01804e01804e01804f01804e01804e01804e01804e01804e01804e01804e01805001804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01805001804e01804e01804e01804e01804e01805001804c01805001804c01805001804c01805001804c01805001804c01805001805001804c01805001804c01805001804c01805001804c01805001804c01805001804c01805001804c01805001805001804c01805001804c01805001804c01805001804c01805001804c01');
INSERT INTO histograms VALUES(1,'io_step_duration',4,227583,669695,669695,X'872901f8c80d0180c00d0180be0d01');
INSERT INTO histograms VALUES(1,'item_duration',4,449535,894463,894463,X'fff60d0180c10d0180bc0d0180d80d01');
INSERT INTO histograms VALUES(1,'queue_wait',4,776,848,848,X'd50501330138011001');
CREATE TABLE samples_1m (
  series_id INTEGER NOT NULL REFERENCES series (id),
  start_ms  INTEGER NOT NULL, -- where the minute begins
  count     INTEGER NOT NULL,
  min       REAL    NOT NULL,
  max       REAL    NOT NULL,
  sum       REAL    NOT NULL,
  last      REAL    NOT NULL, -- of the run that was written last
  PRIMARY KEY (series_id, start_ms)
) WITHOUT ROWID;
INSERT INTO samples_1m VALUES(1,1795545540000,1,0.88412400000000002098,0.88412400000000002098,0.88412400000000002098,0.88412400000000002098);
INSERT INTO samples_1m VALUES(2,1795545540000,1,0.0,0.0,0.0,0.0);
INSERT INTO samples_1m VALUES(3,1795545540000,8,0.4000000000000000222,0.5,3.5500000000000002664,0.4000000000000000222);
INSERT INTO samples_1m VALUES(4,1795545540000,9,22281216.0,22301696.0,200678400.0,22301696.0);
INSERT INTO samples_1m VALUES(5,1795545540000,1,0.0063270000000000001585,0.0063270000000000001585,0.0063270000000000001585,0.0063270000000000001585);
CREATE TABLE samples_1h (
  -- As samples_1m; start_ms is where the hour begins.
  series_id INTEGER NOT NULL REFERENCES series (id),
  start_ms  INTEGER NOT NULL,
  count     INTEGER NOT NULL,
  min       REAL    NOT NULL,
  max       REAL    NOT NULL,
  sum       REAL    NOT NULL,
  last      REAL    NOT NULL,
  PRIMARY KEY (series_id, start_ms)
) WITHOUT ROWID;
INSERT INTO samples_1h VALUES(1,1795543200000,1,0.88412400000000002098,0.88412400000000002098,0.88412400000000002098,0.88412400000000002098);
INSERT INTO samples_1h VALUES(2,1795543200000,1,0.0,0.0,0.0,0.0);
INSERT INTO samples_1h VALUES(3,1795543200000,8,0.4000000000000000222,0.5,3.5500000000000002664,0.4000000000000000222);
INSERT INTO samples_1h VALUES(4,1795543200000,9,22281216.0,22301696.0,200678400.0,22301696.0);
INSERT INTO samples_1h VALUES(5,1795543200000,1,0.0063270000000000001585,0.0063270000000000001585,0.0063270000000000001585,0.0063270000000000001585);
CREATE TABLE latency_1m (
  -- The loop latency of all runs that ended in a minute, merged; series_id is that of event_loop_latency_seconds. Columns as in histograms.
  series_id INTEGER NOT NULL REFERENCES series (id),
  start_ms  INTEGER NOT NULL,
  count     INTEGER NOT NULL,
  p50_us    INTEGER NOT NULL,
  p99_us    INTEGER NOT NULL,
  max_us    INTEGER NOT NULL,
  counts    BLOB    NOT NULL,
  PRIMARY KEY (series_id, start_ms)
) WITHOUT ROWID;
INSERT INTO latency_1m VALUES(1,1795545540000,89,444159,884223,884223,X'9f2001904e01904e01a04e01804e01a04e01804e01c04e01804e01804e01804e01c04e01804e01804e01804e01804f01804e01804e01804e01804e01804e01804e01804e01804f01804e01804e01804e01804e01804e01804e01804e01805001804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01805001804e01804e01804e01804e01804e01805001804c01805001804c01805001804c01805001804c01805001804c01805001805001804c01805001804c01805001804c01805001804c01805001804c01805001804c01805001804c01805001805001804c01805001804c01805001804c01805001804c01805001804c01');
CREATE TABLE latency_1h (
  -- As latency_1m; start_ms is where the hour begins.
  series_id INTEGER NOT NULL REFERENCES series (id),
  start_ms  INTEGER NOT NULL,
  count     INTEGER NOT NULL,
  p50_us    INTEGER NOT NULL,
  p99_us    INTEGER NOT NULL,
  max_us    INTEGER NOT NULL,
  counts    BLOB    NOT NULL,
  PRIMARY KEY (series_id, start_ms)
) WITHOUT ROWID;
INSERT INTO latency_1h VALUES(1,1795543200000,89,444159,884223,884223,X'9f2001904e01904e01a04e01804e01a04e01804e01c04e01804e01804e01804e01c04e01804e01804e01804e01804f01804e01804e01804e01804e01804e01804e01804e01804f01804e01804e01804e01804e01804e01804e01804e01805001804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01804e01805001804e01804e01804e01804e01804e01805001804c01805001804c01805001804c01805001804c01805001804c01805001805001804c01805001804c01805001804c01805001804c01805001804c01805001804c01805001804c01805001805001804c01805001804c01805001804c01805001804c01805001804c01');
CREATE TABLE calibration_checks (
  -- How fast this host computed when it was looked at again, over how fast it was when it was calibrated; 1 is unchanged.
  time_ms INTEGER NOT NULL,
  runtime TEXT    NOT NULL,
  kernel  TEXT    NOT NULL,
  ratio   REAL    NOT NULL,
  PRIMARY KEY (time_ms, runtime, kernel)
) WITHOUT ROWID;
CREATE TABLE alert_transitions (
  -- One row each time that an alert changes its state.
  id         INTEGER PRIMARY KEY,
  time_ms    INTEGER NOT NULL,
  alertname  TEXT    NOT NULL,
  labels     TEXT    NOT NULL, -- JSON object; with the name, the alert's identity
  state      TEXT    NOT NULL, -- the new one: inactive, pending, firing
  value      REAL              -- what was judged; NULL: nothing
, alert_id    TEXT, from_state  TEXT, reason      TEXT, severity    TEXT, annotations TEXT, mix         TEXT, strategy    TEXT, runtime     TEXT);
INSERT INTO alert_transitions VALUES(1,1795545546367,'CalcmonEventLoopLatencyHigh','{"alertname":"CalcmonEventLoopLatencyHigh","mix":"mixed","runtime":"asyncio","severity":"warning","strategy":"async"}','pending',0.25,'0b3af402efdb','inactive','breached','warning','{"summary":"late, \"very\" late / über"}','mixed','async','asyncio');
INSERT INTO alert_transitions VALUES(2,1795545666367,'CalcmonEventLoopLatencyHigh','{"alertname":"CalcmonEventLoopLatencyHigh","mix":"mixed","runtime":"asyncio","severity":"warning","strategy":"async"}','firing',0.25,'0b3af402efdb','pending','held','warning','{"summary":"late, \"very\" late / über"}','mixed','async','asyncio');
CREATE TABLE alerts (
  -- One row for each alert that is pending, firing, or lately resolved: what the next start of an agent goes on from.
  fingerprint TEXT    NOT NULL PRIMARY KEY, -- of its labels, as Alertmanager computes it: 16 hexadecimal digits
  id          TEXT    NOT NULL, -- of this episode of it: 12 hexadecimal digits
  alertname   TEXT    NOT NULL,
  mix         TEXT    NOT NULL,
  strategy    TEXT,             -- NULL: the mix as a whole
  runtime     TEXT,             -- NULL exactly where strategy is
  labels      TEXT    NOT NULL, -- JSON object, alertname and severity among them
  annotations TEXT    NOT NULL, -- JSON object
  state       TEXT    NOT NULL, -- pending, firing; inactive: it is resolved
  value       REAL,             -- what was judged last, in the target's unit; NULL: nothing
  active_ms   INTEGER NOT NULL, -- it became pending
  fired_ms    INTEGER,
  resolved_ms INTEGER,
  keep_ms     INTEGER,          -- since then it fires only because of keep_firing_for
  unknown_ms  INTEGER,          -- since then there is no data to judge it by
  paused_ms   INTEGER NOT NULL  -- how long of its time does not count for "for"
) WITHOUT ROWID;
INSERT INTO alerts VALUES('24b1e94926a9c92e','0b3af402efdb','CalcmonEventLoopLatencyHigh','mixed','async','asyncio','{"alertname":"CalcmonEventLoopLatencyHigh","mix":"mixed","runtime":"asyncio","severity":"warning","strategy":"async"}','{"summary":"late, \"very\" late / über"}','firing',0.25,1795545546367,1795545666367,NULL,NULL,NULL,0);
CREATE TABLE alert_clock (
  -- One row.
  alive_ms INTEGER -- until then alerts were surely evaluated; NULL: they never were
);
INSERT INTO alert_clock VALUES(1795545676362);
CREATE TABLE deliveries (
  -- What each notifier was last told of each alert in alerts.
  fingerprint TEXT    NOT NULL, -- alerts.fingerprint
  notifier    TEXT    NOT NULL, -- alertmanager/127.0.0.1:9093, webhook/…, command/…, log
  active_ms   INTEGER NOT NULL, -- which episode
  state       TEXT    NOT NULL, -- firing; inactive: it is resolved
  sent_ms     INTEGER NOT NULL, -- the notifier had taken it
  PRIMARY KEY (fingerprint, notifier)
) WITHOUT ROWID;
INSERT INTO deliveries VALUES('24b1e94926a9c92e','log',1795545546367,'firing',1795545666367);
CREATE TABLE silences (
  -- One row for each time that somebody did not want to hear of some alerts. The only table that others than the agent write.
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
  matcher    TEXT    NOT NULL, -- JSON object: labels that an alert must have, all of them
  starts_ms  INTEGER NOT NULL,
  ends_ms    INTEGER NOT NULL, -- it does not hold any more
  comment    TEXT    NOT NULL,
  created_by TEXT    NOT NULL
);
INSERT INTO silences VALUES(1,'{"mix":"idle"}',1795545546362,1795549146362,'maintenance of the host','operator');
CREATE TABLE alert_evidence (
  -- Runs that are kept, with all that belongs to them, as long as the transitions of the alert that they explain.
  alert_id TEXT    NOT NULL, -- alert_transitions.alert_id
  run_id   INTEGER NOT NULL REFERENCES runs (id),
  PRIMARY KEY (alert_id, run_id)
) WITHOUT ROWID;
INSERT INTO alert_evidence VALUES('0b3af402efdb',1);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('silences',1);
CREATE INDEX runs_by_end ON runs (ended_ms);
CREATE INDEX runs_by_identity ON runs (mix, strategy, runtime, ended_ms);
CREATE INDEX verdicts_by_time ON verdicts (time_ms);
CREATE INDEX alert_transitions_by_time ON alert_transitions (time_ms);
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
  )
;
CREATE VIEW hours AS
  -- One row for each series and hour: the question "how has it been?" over months.
  SELECT strftime('%Y-%m-%dT%H:%M:%SZ', start_ms / 1000, 'unixepoch') AS hour, quantity, mix, strategy, runtime,
    samples_1h.count, min, max, sum / samples_1h.count AS mean, last,
    p50_us / 1e6 AS p50, p99_us / 1e6 AS p99 -- of every tick; event_loop_latency_seconds only
  FROM samples_1h JOIN series ON series.id = samples_1h.series_id LEFT JOIN latency_1h USING (series_id, start_ms)
;
CREATE VIEW outcomes AS
  -- How runs ended, the newest day first.
  SELECT date(ended_ms / 1000, 'unixepoch') AS day, mix, strategy, runtime, outcome, count(*) AS runs, max(reason) AS reason
  FROM runs GROUP BY 1, 2, 3, 4, 5 ORDER BY 1 DESC, 2, 3, 4
;
CREATE VIEW stall_causes AS
  -- What held the loops, by cause, of all runs that are kept.
  SELECT mix, strategy, runtime, count(*) AS stalls, sum(seconds) AS seconds, sum(callback_seconds) AS callback,
    sum(runqueue_seconds) AS runqueue, sum(throttled_seconds) AS throttled, sum(steal_seconds) AS steal,
    sum(blocked_seconds) AS blocked, sum(unexplained_seconds) AS unexplained, max(seconds) AS longest
  FROM stalls JOIN runs ON runs.id = run_id GROUP BY 1, 2, 3 ORDER BY seconds DESC
;
CREATE UNIQUE INDEX alert_transitions_by_alert ON alert_transitions (alert_id, time_ms, from_state, state);
CREATE INDEX alert_evidence_by_run ON alert_evidence (run_id);
COMMIT;
