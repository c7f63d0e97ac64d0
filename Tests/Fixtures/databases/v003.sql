-- A history as schema 3 wrote it. Never changed: databases like it exist.
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA application_id = 1667329123;
PRAGMA user_version = 3;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v001_history');
INSERT INTO grdb_migrations VALUES('v002_workloads');
INSERT INTO grdb_migrations VALUES('v003_stalls');
CREATE TABLE agents (
  -- One row for each start of an agent on this database.
  id         INTEGER PRIMARY KEY,
  version    TEXT    NOT NULL,
  pid        INTEGER NOT NULL,
  started_ms INTEGER NOT NULL, -- Unix time in milliseconds, as everywhere here
  stopped_ms INTEGER           -- NULL: it is running, or it was killed
);
INSERT INTO agents VALUES(1,'0.1.0',3892,1795533208085,1795533209484);
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
, items_timeout    INTEGER, items_dropped    INTEGER, retries          INTEGER, cpu_step_seconds REAL, io               TEXT, arrival_seconds REAL, memory_kind     TEXT);
INSERT INTO runs VALUES(1,1,'mixed','io','sync','asyncio','completed',NULL,1795533208169,1795533208261,1795533209483,1.2062498440000000154,0.14999999999999999444,8,0,8,0.019644999999999995798,0.0055460000000000023168,2.0,1.2014067770000000923,24735744.0,0,0,0,0.0,'timer',NULL,'pss');
CREATE TABLE histograms (
  -- The distributions of completed runs: [[upper bound in microseconds, count], …], ascending, empty buckets left out.
  -- All have the layout of an HDR histogram of three significant digits, so adding up counts of equal bounds merges them:
  --   SELECT b.value ->> 0 AS microseconds, sum(b.value ->> 1) FROM histograms, json_each(buckets) AS b … GROUP BY 1
  run_id       INTEGER NOT NULL REFERENCES runs (id),
  distribution TEXT    NOT NULL, -- event_loop_latency, item_duration, io_step_duration, queue_wait
  buckets      TEXT    NOT NULL,
  PRIMARY KEY (run_id, distribution)
) WITHOUT ROWID;
INSERT INTO histograms VALUES(1,'event_loop_latency','[[1271,1],[1888,1],[2469,1],[3231,1],[3975,1],[4683,1],[5239,1],[5883,1],[11271,1],[11895,1],[12471,1],[13231,1],[13975,1],[14687,1],[15239,1],[15887,1],[21279,1],[21903,1],[22479,1],[23231,1],[23983,1],[24687,1],[25247,1],[25887,1],[31279,1],[31903,1],[32479,1],[33247,1],[33983,1],[34687,1],[35263,1],[35903,1],[41279,1],[41919,1],[42495,1],[43231,1],[43999,1],[44703,1],[45247,1],[45887,1],[51295,1],[51903,1],[52479,1],[53247,1],[53983,1],[54687,1],[55263,1],[55903,1],[61279,1],[61919,1],[62495,1],[63231,1],[63999,1],[64703,1],[65247,1],[65919,1],[71295,1],[71935,1],[72511,1],[73279,1],[73983,1],[74687,1],[75263,1],[75903,1],[81279,1],[81919,1],[82495,1],[83263,1],[84031,1],[84735,1],[85247,1],[85887,1],[91327,1],[91903,1],[92479,1],[93247,1],[94015,1],[94719,1],[95295,1],[95935,1],[101311,1],[101951,1],[102527,1],[103231,1],[103999,1],[104703,1],[105279,1],[105919,1],[111295,1],[111935,1],[112511,1],[113279,1],[113983,1],[114687,1],[115263,1],[115903,1],[121279,1],[121919,1],[122495,1],[123263,1],[124031,1],[124735,1],[125247,1],[125887,1],[131327,1],[131967,1],[132479,1],[133247,1],[134015,1],[134783,1],[135295,1],[135935,1],[141311,1],[141951,1],[142591,1],[143231,1],[143999,1],[144767,1],[145279,1],[145919,1]]');
INSERT INTO histograms VALUES(1,'io_step_duration','[[150143,7],[150271,1]]');
INSERT INTO histograms VALUES(1,'item_duration','[[151167,1],[301823,1],[452351,1],[603135,1],[754175,1],[904703,1],[1055743,1],[1206271,1]]');
INSERT INTO histograms VALUES(1,'queue_wait','[[945,1],[151679,1],[302335,1],[452863,1],[604159,1],[754687,1],[905215,1],[1055743,1]]');
CREATE TABLE series (
  -- What a point belongs to.
  id       INTEGER PRIMARY KEY,
  quantity TEXT NOT NULL, -- event_loop_latency_seconds, queue_depth, cpu_utilization_ratio, memory_bytes, io_wait_ratio
  mix      TEXT NOT NULL,
  strategy TEXT NOT NULL,
  runtime  TEXT NOT NULL,
  UNIQUE (quantity, mix, strategy, runtime)
);
INSERT INTO series VALUES(1,'cpu_utilization_ratio','mixed','sync','asyncio');
INSERT INTO series VALUES(2,'memory_bytes','mixed','sync','asyncio');
INSERT INTO series VALUES(3,'event_loop_latency_seconds','mixed','sync','asyncio');
INSERT INTO series VALUES(4,'queue_depth','mixed','sync','asyncio');
INSERT INTO series VALUES(5,'io_wait_ratio','mixed','sync','asyncio');
CREATE TABLE points (
  -- The values; read them through the view samples.
  series_id INTEGER NOT NULL REFERENCES series (id),
  time_ms   INTEGER NOT NULL,
  run_id    INTEGER NOT NULL REFERENCES runs (id),
  value     REAL    NOT NULL,
  PRIMARY KEY (series_id, time_ms, run_id)
) WITHOUT ROWID;
INSERT INTO points VALUES(1,1795533208375,1,0.0);
INSERT INTO points VALUES(1,1795533208475,1,0.0);
INSERT INTO points VALUES(1,1795533208575,1,0.0);
INSERT INTO points VALUES(1,1795533208675,1,0.0);
INSERT INTO points VALUES(1,1795533208775,1,0.0);
INSERT INTO points VALUES(1,1795533208875,1,0.0);
INSERT INTO points VALUES(1,1795533208975,1,0.0);
INSERT INTO points VALUES(1,1795533209075,1,0.0);
INSERT INTO points VALUES(1,1795533209175,1,0.050000000000000002775);
INSERT INTO points VALUES(1,1795533209275,1,0.0);
INSERT INTO points VALUES(1,1795533209375,1,0.0);
INSERT INTO points VALUES(2,1795533208275,1,24702976.0);
INSERT INTO points VALUES(2,1795533208375,1,24707072.0);
INSERT INTO points VALUES(2,1795533208475,1,24727552.0);
INSERT INTO points VALUES(2,1795533208575,1,24735744.0);
INSERT INTO points VALUES(2,1795533208675,1,24735744.0);
INSERT INTO points VALUES(2,1795533208775,1,24735744.0);
INSERT INTO points VALUES(2,1795533208875,1,24735744.0);
INSERT INTO points VALUES(2,1795533208975,1,24735744.0);
INSERT INTO points VALUES(2,1795533209075,1,24735744.0);
INSERT INTO points VALUES(2,1795533209175,1,24735744.0);
INSERT INTO points VALUES(2,1795533209275,1,24735744.0);
INSERT INTO points VALUES(2,1795533209375,1,24735744.0);
INSERT INTO points VALUES(3,1795533208412,1,0.14127056400000001512);
INSERT INTO points VALUES(3,1795533208563,1,0.14188827600000000761);
INSERT INTO points VALUES(3,1795533208713,1,0.14246804100000001747);
INSERT INTO points VALUES(3,1795533208864,1,0.14322986800000001017);
INSERT INTO points VALUES(3,1795533209015,1,0.14397549000000001151);
INSERT INTO points VALUES(3,1795533209166,1,0.1446807330000000058);
INSERT INTO points VALUES(3,1795533209316,1,0.14523823500000002106);
INSERT INTO points VALUES(3,1795533209467,1,0.14588055299999999614);
INSERT INTO points VALUES(4,1795533208412,1,6.0);
INSERT INTO points VALUES(4,1795533208563,1,5.0);
INSERT INTO points VALUES(4,1795533208713,1,4.0);
INSERT INTO points VALUES(4,1795533208864,1,3.0);
INSERT INTO points VALUES(4,1795533209015,1,2.0);
INSERT INTO points VALUES(4,1795533209166,1,1.0);
INSERT INTO points VALUES(4,1795533209316,1,0.0);
INSERT INTO points VALUES(4,1795533209467,1,0.0);
INSERT INTO points VALUES(5,1795533208412,1,0.99271648778938914592);
INSERT INTO points VALUES(5,1795533208563,1,0.99693888591270074517);
INSERT INTO points VALUES(5,1795533208713,1,0.99742510555784136272);
INSERT INTO points VALUES(5,1795533208864,1,0.99643509228632565211);
INSERT INTO points VALUES(5,1795533209015,1,0.99609994643824495419);
INSERT INTO points VALUES(5,1795533209166,1,0.99647542454777127129);
INSERT INTO points VALUES(5,1795533209316,1,0.99754345685145684452);
INSERT INTO points VALUES(5,1795533209467,1,0.99670199578314977451);
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
  stack               TEXT,             -- JSON array, innermost frame first; NULL: nobody looked, or the runtime cannot tell
  PRIMARY KEY (run_id, number)
) WITHOUT ROWID;
INSERT INTO stalls VALUES(1,1,1795533208261,0.15032881100000000662,0.0006602129999999999891,0.0,0.0,0.0,0.14966859800000001379,0.0,0,0.0,'hrtimer_nanosleep','["asyncio_runtime.py:492:blocking_timer.<locals>.<lambda>","asyncio_runtime.py:766:Sync._attempt","asyncio_runtime.py:750:Sync._execute_blocking","asyncio_runtime.py:742:Sync.execute","asyncio_runtime.py:995:Run._execute_item"]');
INSERT INTO stalls VALUES(1,2,1795533208412,0.15030318300000000686,0.00055483099999999998738,2.468999999999999993e-06,0.0,0.0,0.14974588299999999629,0.0,0,0.0,'hrtimer_nanosleep','["asyncio_runtime.py:492:blocking_timer.<locals>.<lambda>","asyncio_runtime.py:766:Sync._attempt","asyncio_runtime.py:750:Sync._execute_blocking","asyncio_runtime.py:742:Sync.execute","asyncio_runtime.py:995:Run._execute_item"]');
INSERT INTO stalls VALUES(1,3,1795533208563,0.15034010800000000007,0.00050924800000000001402,0.0,0.0,0.0,0.14983086000000001014,0.0,0,0.0,'hrtimer_nanosleep','["asyncio_runtime.py:492:blocking_timer.<locals>.<lambda>","asyncio_runtime.py:766:Sync._attempt","asyncio_runtime.py:750:Sync._execute_blocking","asyncio_runtime.py:742:Sync.execute","asyncio_runtime.py:995:Run._execute_item"]');
INSERT INTO stalls VALUES(1,4,1795533208713,0.15039111400000002016,0.00057699900000000002315,0.00011126600000000000162,0.0,0.0,0.14970284899999999894,0.0,0,0.0,'hrtimer_nanosleep','["asyncio_runtime.py:492:blocking_timer.<locals>.<lambda>","asyncio_runtime.py:766:Sync._attempt","asyncio_runtime.py:750:Sync._execute_blocking","asyncio_runtime.py:742:Sync.execute","asyncio_runtime.py:995:Run._execute_item"]');
INSERT INTO stalls VALUES(1,5,1795533208864,0.15030042900000001315,0.00055543699999999998802,0.00012396499999999999641,0.0,0.0,0.14962102700000001753,0.0,0,0.0,'hrtimer_nanosleep','["asyncio_runtime.py:492:blocking_timer.<locals>.<lambda>","asyncio_runtime.py:766:Sync._attempt","asyncio_runtime.py:750:Sync._execute_blocking","asyncio_runtime.py:742:Sync.execute","asyncio_runtime.py:995:Run._execute_item"]');
INSERT INTO stalls VALUES(1,6,1795533209015,0.15032091000000000202,0.00050050700000000007856,0.00013983800000000001198,0.0,0.0,0.1496805650000000154,0.0,0,0.0,'hrtimer_nanosleep','["asyncio_runtime.py:492:blocking_timer.<locals>.<lambda>","asyncio_runtime.py:766:Sync._attempt","asyncio_runtime.py:750:Sync._execute_blocking","asyncio_runtime.py:742:Sync.execute","asyncio_runtime.py:995:Run._execute_item"]');
INSERT INTO stalls VALUES(1,7,1795533209165,0.15032782999999999562,0.00049294300000000002698,0.0,0.0,0.0,0.14983488699999999993,0.0,0,0.0,'hrtimer_nanosleep','["asyncio_runtime.py:492:blocking_timer.<locals>.<lambda>","asyncio_runtime.py:766:Sync._attempt","asyncio_runtime.py:750:Sync._execute_blocking","asyncio_runtime.py:742:Sync.execute","asyncio_runtime.py:995:Run._execute_item"]');
INSERT INTO stalls VALUES(1,8,1795533209316,0.15028148000000002282,0.00048103700000000002272,0.000127018999999999998,0.0,0.0,0.14967342399999999935,0.0,0,0.0,'hrtimer_nanosleep','["asyncio_runtime.py:492:blocking_timer.<locals>.<lambda>","asyncio_runtime.py:766:Sync._attempt","asyncio_runtime.py:750:Sync._execute_blocking","asyncio_runtime.py:742:Sync.execute","asyncio_runtime.py:995:Run._execute_item"]');
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
