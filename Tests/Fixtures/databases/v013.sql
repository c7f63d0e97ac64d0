-- A history as schema 13 wrote it. Never changed: databases like it exist.
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA application_id = 1667329123;
PRAGMA user_version = 13;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v001_history');
INSERT INTO grdb_migrations VALUES('v002_workloads');
INSERT INTO grdb_migrations VALUES('v003_stalls');
INSERT INTO grdb_migrations VALUES('v004_tiers');
INSERT INTO grdb_migrations VALUES('v005_alerts');
INSERT INTO grdb_migrations VALUES('v006_costs');
INSERT INTO grdb_migrations VALUES('v007_accounts');
INSERT INTO grdb_migrations VALUES('v008_disks');
INSERT INTO grdb_migrations VALUES('v009_late');
INSERT INTO grdb_migrations VALUES('v010_judging');
INSERT INTO grdb_migrations VALUES('v011_parameters');
INSERT INTO grdb_migrations VALUES('v012_lock');
INSERT INTO grdb_migrations VALUES('v013_applications');
CREATE TABLE agents (
  -- One row for each start of an agent on this database.
  id         INTEGER PRIMARY KEY,
  version    TEXT    NOT NULL,
  pid        INTEGER NOT NULL,
  started_ms INTEGER NOT NULL, -- Unix time in milliseconds, as everywhere here
  stopped_ms INTEGER           -- NULL: it is running, or it was killed
, clean_start  INTEGER, lost_seconds REAL, command TEXT, host    TEXT, kernel  TEXT, cpu     TEXT, cores   REAL);
INSERT INTO agents VALUES(1,'0.1.0',1287,1699999999000,1700000060000,1,0.0,NULL,NULL,NULL,NULL,NULL);
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
, items_timeout    INTEGER, items_dropped    INTEGER, retries          INTEGER, cpu_step_seconds REAL, io               TEXT, arrival_seconds REAL, memory_kind     TEXT, cpu_samples                    INTEGER, io_wait_samples                INTEGER, event_loop_latency_p99_seconds REAL, event_loop_latency_max_seconds REAL, cpu_ran_seconds         REAL, cpu_waited_seconds      REAL, cpu_throttled_seconds   REAL, cpu_stolen_seconds      REAL, cpu_blocked_seconds     REAL, host_seconds            REAL, host_capacity_seconds   REAL, others_seconds          REAL, cpu_pressure_seconds    REAL, memory_pressure_seconds REAL, io_pressure_seconds     REAL, consumers               TEXT, hidden_consumers        TEXT, bottleneck              TEXT, agent_seconds         REAL, disk_device           TEXT, disk_is_guess         INTEGER, disk_busy_seconds     REAL, disk_bytes            REAL, own_disk_bytes        REAL, disk_consumers        TEXT, hidden_disk_consumers TEXT, late_intervals TEXT, parameters_id INTEGER REFERENCES run_parameters (id));
CREATE TABLE series (
  -- What a point belongs to.
  id       INTEGER PRIMARY KEY,
  quantity TEXT NOT NULL, -- event_loop_latency_seconds, queue_depth, cpu_utilization_ratio, memory_bytes, io_wait_ratio
  mix      TEXT NOT NULL,
  strategy TEXT NOT NULL,
  runtime  TEXT NOT NULL,
  UNIQUE (quantity, mix, strategy, runtime)
);
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
  stack               TEXT, noticed_seconds REAL, gc_seconds  REAL NOT NULL DEFAULT 0, gil_seconds REAL NOT NULL DEFAULT 0,             -- JSON array, innermost frame first; NULL: nobody looked, or the runtime cannot tell
  PRIMARY KEY (run_id, number)
) WITHOUT ROWID;
CREATE TABLE store (
  -- One row: is this the file that was written last, and is all of it there? <database>.state beside it holds the same of the last
  -- batch that was acknowledged; where it knows of a later one, something was lost without an error.
  id         TEXT    NOT NULL, -- random, made with the file
  sequence   INTEGER NOT NULL, -- batches written so far
  written_ms INTEGER,          -- the newest instant in the newest one
  runs_dropped_before_ms INTEGER -- older runs were dropped, to stay inside the retention
, app_intervals_dropped_before_ms INTEGER, app_minutes_dropped_before_ms   INTEGER);
INSERT INTO store VALUES('8f0a2bac041780fba7c4fb4d6f8bc7d4',3,1700000060000,NULL,NULL,NULL);
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
, alert_id    TEXT, from_state  TEXT, reason      TEXT, severity    TEXT, annotations TEXT, mix         TEXT, strategy    TEXT, runtime     TEXT, app TEXT);
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
, app TEXT) WITHOUT ROWID;
CREATE TABLE alert_clock (
  -- One row.
  alive_ms INTEGER -- until then alerts were surely evaluated; NULL: they never were
);
INSERT INTO alert_clock VALUES(NULL);
CREATE TABLE deliveries (
  -- What each notifier was last told of each alert in alerts.
  fingerprint TEXT    NOT NULL, -- alerts.fingerprint
  notifier    TEXT    NOT NULL, -- alertmanager/127.0.0.1:9093, webhook/…, command/…, log
  active_ms   INTEGER NOT NULL, -- which episode
  state       TEXT    NOT NULL, -- firing; inactive: it is resolved
  sent_ms     INTEGER NOT NULL, -- the notifier had taken it
  PRIMARY KEY (fingerprint, notifier)
) WITHOUT ROWID;
CREATE TABLE silences (
  -- One row for each time that somebody did not want to hear of some alerts. The only table that others than the agent write.
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
  matcher    TEXT    NOT NULL, -- JSON object: labels that an alert must have, all of them
  starts_ms  INTEGER NOT NULL,
  ends_ms    INTEGER NOT NULL, -- it does not hold any more
  comment    TEXT    NOT NULL,
  created_by TEXT    NOT NULL
);
CREATE TABLE alert_evidence (
  -- Runs that are kept, with all that belongs to them, as long as the transitions of the alert that they explain.
  alert_id TEXT    NOT NULL, -- alert_transitions.alert_id
  run_id   INTEGER NOT NULL REFERENCES runs (id),
  PRIMARY KEY (alert_id, run_id)
) WITHOUT ROWID;
CREATE TABLE runtime_costs (
  -- What a runtime adds to the work on this host, by calibration: what predictions are made with. In seconds.
  time_ms INTEGER NOT NULL,
  runtime TEXT    NOT NULL,
  cost    TEXT    NOT NULL, -- start, end, trip, ...
  seconds REAL    NOT NULL,
  PRIMARY KEY (runtime, time_ms, cost)
) WITHOUT ROWID;
CREATE TABLE judging (
  -- One row for each time from which an agent judged otherwise than before: by which targets, and what became of a breach.
  id       INTEGER PRIMARY KEY,
  since_ms INTEGER NOT NULL, -- until the next row's
  plan     TEXT    NOT NULL  -- JSON: {"mixes": [{"name", "targets": {name: {"target", "critical", "clear"}}, …}], "rules", "window", …}
);
CREATE TABLE run_parameters (
  -- What items did, how many there were and how they arrived, and what was allowed to them: one row for all runs that are alike.
  id         INTEGER PRIMARY KEY,
  parameters TEXT NOT NULL UNIQUE -- JSON: {"items": 2500, "io": {"kind": "timer", "seconds": 0.0033}, …}
);
CREATE TABLE apps (
  -- Watched applications of which something is kept.
  id   INTEGER PRIMARY KEY,
  name TEXT    NOT NULL UNIQUE
);
INSERT INTO apps VALUES(1,'shop');
CREATE TABLE app_stacks (
  -- Where loops stood, each once: as an application's code is slow, it is so at few places.
  id    INTEGER PRIMARY KEY,
  frame TEXT, -- file.py:line:function, the innermost of the application's own code; NULL: none was seen
  stack TEXT  -- JSON array, innermost frame first; NULL: none was seen
);
INSERT INTO app_stacks VALUES(1,NULL,'["/srv/shop/db.py:12:query"]');
CREATE TABLE app_intervals (
  -- What all processes of an application did in some 30 seconds. In seconds, bytes; NULL: it is not known. app_intervals_1m and app_intervals_1h
  -- are the same, merged. Time stands first in their indices: what is written of all applications at a time is written to few pages.
  id                    INTEGER PRIMARY KEY,
  app_id                INTEGER NOT NULL REFERENCES apps (id),
  at_ms                 INTEGER NOT NULL, -- as ended_ms; of the merged: where the minute or the hour begins
  started_ms            INTEGER NOT NULL,
  ended_ms              INTEGER NOT NULL,
  seconds               REAL    NOT NULL, -- its length, by a clock that is never set
  life                  INTEGER NOT NULL, -- grows with each process that comes or goes
  processes             INTEGER NOT NULL, -- at the most
  count                 INTEGER NOT NULL, -- of instants at which it was seen how late the loops were; as in histograms, as the next four
  p50_us                INTEGER NOT NULL,
  p99_us                INTEGER NOT NULL,
  max_us                INTEGER NOT NULL,
  counts                BLOB    NOT NULL,
  loop_seconds          REAL,             -- loops ran, summed over processes
  active_seconds        REAL,             -- they did something
  stalls                INTEGER NOT NULL, -- but for those of the start, as all about stalls
  startup_stalls        INTEGER NOT NULL,
  stalls_host_caused    INTEGER NOT NULL,
  host_caused_seconds   REAL    NOT NULL,
  stalls_control_late   INTEGER NOT NULL,
  callback_seconds      REAL    NOT NULL, -- of stalls, by cause
  gc_seconds            REAL    NOT NULL,
  gil_seconds           REAL    NOT NULL,
  runqueue_seconds      REAL    NOT NULL,
  throttled_seconds     REAL    NOT NULL,
  steal_seconds         REAL    NOT NULL,
  blocked_seconds       REAL    NOT NULL,
  unexplained_seconds   REAL    NOT NULL,
  longest               TEXT,             -- of the stalls: JSON; without its stack
  longest_stack_id      INTEGER REFERENCES app_stacks (id),
  cpu_user_seconds      REAL    NOT NULL,
  cpu_system_seconds    REAL    NOT NULL,
  collector_seconds     REAL    NOT NULL, -- Python's collector of garbage stopped a process
  io_wait_seconds       REAL,             -- there was nothing to do but to wait for I/O that was timed
  memory_mean           REAL,             -- of all processes, as the next three
  memory_max            REAL,
  memory_last           REAL,
  tasks_mean            REAL,
  tasks_max             REAL,
  tasks_last            REAL,
  backlog_mean          REAL,             -- calls that wait for a thread of the loops' executors
  backlog_max           REAL,
  backlog_last          REAL,
  threads_mean          REAL,             -- of those executors
  threads_max           REAL,
  threads_last          REAL,
  ready_mean            REAL,             -- the most callbacks that were ready in one loop
  ready_max             REAL,
  ready_last            REAL,
  queues                TEXT,             -- JSON: [["jobs", mean, max, last, capacity or null], …] by name; NULL: there is none
  cpu_ran_seconds       REAL,             -- from here on as in runs
  cpu_waited_seconds    REAL,
  cpu_throttled_seconds REAL,
  cpu_stolen_seconds    REAL,
  cpu_blocked_seconds   REAL,
  host_seconds          REAL,
  host_capacity_seconds REAL,
  others_seconds        REAL,
  agent_seconds         REAL,
  cpu_pressure_seconds  REAL,
  memory_pressure_seconds REAL,
  io_pressure_seconds   REAL,
  consumers             TEXT,
  hidden_consumers      TEXT,
  disk_device           TEXT,
  disk_is_guess         INTEGER,
  disk_busy_seconds     REAL,
  disk_bytes            REAL,
  own_disk_bytes        REAL,
  disk_consumers        TEXT,
  hidden_disk_consumers TEXT
);
INSERT INTO app_intervals VALUES(1,1,1700000030000,1700000000000,1700000030000,30.0,3,4,11003,150,150,140000,X'9601f855cac40803',120.0,30.0,1,0,0,0.0,0,0.14000000000000001332,0.0,0.0,0.0,0.0,0.0,0.0,0.0,'{"causes":{"callback":0.14},"ended":5140000000,"noticed":5050000000,"started":5000000000}',1,7.0,1.0,0.5,NULL,80000000.0,81000000.0,80000000.0,20.0,31.0,22.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[["jobs \"1\"",1.3333333333333333,12,3,null],["mails",0,0,0,100]]',8.0,0.25,NULL,0.0,NULL,30.0,60.0,20.0,0.5,NULL,NULL,NULL,'[{"name":"backup.service","seconds":12.333333333333334}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO app_intervals VALUES(2,1,1700000060000,1700000030000,1700000060000,30.0,3,4,11003,150,150,140000,X'9601f855cac40803',120.0,30.0,1,0,0,0.0,0,0.14000000000000001332,0.0,0.0,0.0,0.0,0.0,0.0,0.0,'{"causes":{"callback":0.14},"ended":5140000000,"noticed":5050000000,"started":5000000000}',1,7.0,1.0,0.5,NULL,80000000.0,81000000.0,80000000.0,20.0,31.0,22.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[["jobs \"1\"",1.3333333333333333,12,3,null],["mails",0,0,0,100]]',8.0,0.25,NULL,0.0,NULL,30.0,60.0,20.0,0.5,NULL,NULL,NULL,'[{"name":"backup.service","seconds":12.333333333333334}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE app_intervals_1m (
  -- The intervals of an application that ended in one minute, merged.
  id                    INTEGER PRIMARY KEY,
  app_id                INTEGER NOT NULL REFERENCES apps (id),
  at_ms                 INTEGER NOT NULL,
  started_ms            INTEGER NOT NULL,
  ended_ms              INTEGER NOT NULL,
  seconds               REAL    NOT NULL,
  life                  INTEGER NOT NULL,
  processes             INTEGER NOT NULL,
  count                 INTEGER NOT NULL,
  p50_us                INTEGER NOT NULL,
  p99_us                INTEGER NOT NULL,
  max_us                INTEGER NOT NULL,
  counts                BLOB    NOT NULL,
  loop_seconds          REAL,
  active_seconds        REAL,
  stalls                INTEGER NOT NULL,
  startup_stalls        INTEGER NOT NULL,
  stalls_host_caused    INTEGER NOT NULL,
  host_caused_seconds   REAL    NOT NULL,
  stalls_control_late   INTEGER NOT NULL,
  callback_seconds      REAL    NOT NULL,
  gc_seconds            REAL    NOT NULL,
  gil_seconds           REAL    NOT NULL,
  runqueue_seconds      REAL    NOT NULL,
  throttled_seconds     REAL    NOT NULL,
  steal_seconds         REAL    NOT NULL,
  blocked_seconds       REAL    NOT NULL,
  unexplained_seconds   REAL    NOT NULL,
  longest               TEXT,
  longest_stack_id      INTEGER REFERENCES app_stacks (id),
  cpu_user_seconds      REAL    NOT NULL,
  cpu_system_seconds    REAL    NOT NULL,
  collector_seconds     REAL    NOT NULL,
  io_wait_seconds       REAL,
  memory_mean           REAL,
  memory_max            REAL,
  memory_last           REAL,
  tasks_mean            REAL,
  tasks_max             REAL,
  tasks_last            REAL,
  backlog_mean          REAL,
  backlog_max           REAL,
  backlog_last          REAL,
  threads_mean          REAL,
  threads_max           REAL,
  threads_last          REAL,
  ready_mean            REAL,
  ready_max             REAL,
  ready_last            REAL,
  queues                TEXT,
  cpu_ran_seconds       REAL,
  cpu_waited_seconds    REAL,
  cpu_throttled_seconds REAL,
  cpu_stolen_seconds    REAL,
  cpu_blocked_seconds   REAL,
  host_seconds          REAL,
  host_capacity_seconds REAL,
  others_seconds        REAL,
  agent_seconds         REAL,
  cpu_pressure_seconds  REAL,
  memory_pressure_seconds REAL,
  io_pressure_seconds   REAL,
  consumers             TEXT,
  hidden_consumers      TEXT,
  disk_device           TEXT,
  disk_is_guess         INTEGER,
  disk_busy_seconds     REAL,
  disk_bytes            REAL,
  own_disk_bytes        REAL,
  disk_consumers        TEXT,
  hidden_disk_consumers TEXT
);
INSERT INTO app_intervals_1m VALUES(1,1,1699999980000,1700000000000,1700000030000,30.0,3,4,11003,150,150,140000,X'9601f855cac40803',120.0,30.0,1,0,0,0.0,0,0.14000000000000001332,0.0,0.0,0.0,0.0,0.0,0.0,0.0,'{"causes":{"callback":0.14},"ended":5140000000,"noticed":5050000000,"started":5000000000}',1,7.0,1.0,0.5,NULL,80000000.0,81000000.0,80000000.0,20.0,31.0,22.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[["jobs \"1\"",1.3333333333333333,12,3,null],["mails",0,0,0,100]]',8.0,0.25,NULL,0.0,NULL,30.0,60.0,20.0,0.5,NULL,NULL,NULL,'[{"name":"backup.service","seconds":12.333333333333334}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO app_intervals_1m VALUES(2,1,1700000040000,1700000030000,1700000060000,30.0,3,4,11003,150,150,140000,X'9601f855cac40803',120.0,30.0,1,0,0,0.0,0,0.14000000000000001332,0.0,0.0,0.0,0.0,0.0,0.0,0.0,'{"causes":{"callback":0.14},"ended":5140000000,"noticed":5050000000,"started":5000000000}',1,7.0,1.0,0.5,NULL,80000000.0,81000000.0,80000000.0,20.0,31.0,22.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[["jobs \"1\"",1.3333333333333333,12,3,null],["mails",0,0,0,100]]',8.0,0.25,NULL,0.0,NULL,30.0,60.0,20.0,0.5,NULL,NULL,NULL,'[{"name":"backup.service","seconds":12.333333333333334}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE app_intervals_1h (
  -- The intervals of an application that ended in one hour, merged.
  id                    INTEGER PRIMARY KEY,
  app_id                INTEGER NOT NULL REFERENCES apps (id),
  at_ms                 INTEGER NOT NULL,
  started_ms            INTEGER NOT NULL,
  ended_ms              INTEGER NOT NULL,
  seconds               REAL    NOT NULL,
  life                  INTEGER NOT NULL,
  processes             INTEGER NOT NULL,
  count                 INTEGER NOT NULL,
  p50_us                INTEGER NOT NULL,
  p99_us                INTEGER NOT NULL,
  max_us                INTEGER NOT NULL,
  counts                BLOB    NOT NULL,
  loop_seconds          REAL,
  active_seconds        REAL,
  stalls                INTEGER NOT NULL,
  startup_stalls        INTEGER NOT NULL,
  stalls_host_caused    INTEGER NOT NULL,
  host_caused_seconds   REAL    NOT NULL,
  stalls_control_late   INTEGER NOT NULL,
  callback_seconds      REAL    NOT NULL,
  gc_seconds            REAL    NOT NULL,
  gil_seconds           REAL    NOT NULL,
  runqueue_seconds      REAL    NOT NULL,
  throttled_seconds     REAL    NOT NULL,
  steal_seconds         REAL    NOT NULL,
  blocked_seconds       REAL    NOT NULL,
  unexplained_seconds   REAL    NOT NULL,
  longest               TEXT,
  longest_stack_id      INTEGER REFERENCES app_stacks (id),
  cpu_user_seconds      REAL    NOT NULL,
  cpu_system_seconds    REAL    NOT NULL,
  collector_seconds     REAL    NOT NULL,
  io_wait_seconds       REAL,
  memory_mean           REAL,
  memory_max            REAL,
  memory_last           REAL,
  tasks_mean            REAL,
  tasks_max             REAL,
  tasks_last            REAL,
  backlog_mean          REAL,
  backlog_max           REAL,
  backlog_last          REAL,
  threads_mean          REAL,
  threads_max           REAL,
  threads_last          REAL,
  ready_mean            REAL,
  ready_max             REAL,
  ready_last            REAL,
  queues                TEXT,
  cpu_ran_seconds       REAL,
  cpu_waited_seconds    REAL,
  cpu_throttled_seconds REAL,
  cpu_stolen_seconds    REAL,
  cpu_blocked_seconds   REAL,
  host_seconds          REAL,
  host_capacity_seconds REAL,
  others_seconds        REAL,
  agent_seconds         REAL,
  cpu_pressure_seconds  REAL,
  memory_pressure_seconds REAL,
  io_pressure_seconds   REAL,
  consumers             TEXT,
  hidden_consumers      TEXT,
  disk_device           TEXT,
  disk_is_guess         INTEGER,
  disk_busy_seconds     REAL,
  disk_bytes            REAL,
  own_disk_bytes        REAL,
  disk_consumers        TEXT,
  hidden_disk_consumers TEXT
);
INSERT INTO app_intervals_1h VALUES(1,1,1699999200000,1700000000000,1700000060000,60.0,3,4,22006,150,150,140000,X'9601f0ab01cac40806',240.0,60.0,2,0,0,0.0,0,0.28000000000000002664,0.0,0.0,0.0,0.0,0.0,0.0,0.0,'{"causes":{"callback":0.14},"ended":5140000000,"noticed":5050000000,"started":5000000000}',1,14.0,2.0,1.0,NULL,80000000.0,81000000.0,80000000.0,20.0,31.0,22.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[["jobs \"1\"",1.3333333333333333,12,3,null],["mails",0,0,0,100]]',16.0,0.5,NULL,0.0,NULL,60.0,120.0,40.0,1.0,NULL,NULL,NULL,'[{"name":"backup.service","seconds":24.666666666666668}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE app_stalls (
  -- One row for each interval in which a loop of an application did not turn for longer than the limit. The eight causes sum to its length.
  id                  INTEGER PRIMARY KEY,
  app_id              INTEGER NOT NULL REFERENCES apps (id),
  ended_ms            INTEGER NOT NULL, -- the loop turned again
  pid                 INTEGER NOT NULL,
  length_ns           INTEGER NOT NULL,
  cause               TEXT    NOT NULL, -- with the most of it
  callback_seconds    REAL    NOT NULL, -- as in stalls
  gc_seconds          REAL    NOT NULL,
  gil_seconds         REAL    NOT NULL,
  runqueue_seconds    REAL    NOT NULL,
  throttled_seconds   REAL    NOT NULL,
  steal_seconds       REAL    NOT NULL,
  blocked_seconds     REAL    NOT NULL,
  unexplained_seconds REAL    NOT NULL,
  startup             INTEGER NOT NULL, -- 1: the loop had not begun its work
  overload            INTEGER NOT NULL, -- 1: it was many tasks in one turn, none of which was long
  stopped             INTEGER NOT NULL, -- 1: the process was seen stopped by a signal
  control_late        REAL,             -- as in stalls
  noticed_ns          INTEGER,          -- from its begin until it was noticed; NULL: it was not
  wait_channel        TEXT,             -- the kernel function that the thread slept in
  task                TEXT,             -- that the loop was in
  holder_thread       TEXT,             -- who had Python's lock; NULL: no other thread had
  holder_frame        TEXT,             -- the line that it was at
  stack_id            INTEGER REFERENCES app_stacks (id)
);
CREATE TABLE app_occurrences (
  -- What happened to an application at an instant.
  id            INTEGER PRIMARY KEY,
  app_id        INTEGER NOT NULL REFERENCES apps (id),
  time_ms       INTEGER NOT NULL,
  kind          TEXT    NOT NULL, -- started, restarted, deployed, process_started, process_ended, process_died, standing
  pid           INTEGER,
  version       TEXT,             -- of the application, as it tells it itself
  stood_seconds REAL,             -- for how long a loop of it had stood; NULL: none did
  stack_id      INTEGER REFERENCES app_stacks (id) -- where it stood
);
CREATE TABLE app_verdicts (
  -- How a target of an application was judged: a row when the verdict changes, and one an hour at least.
  app_id  INTEGER NOT NULL REFERENCES apps (id),
  target  TEXT    NOT NULL,
  time_ms INTEGER NOT NULL,
  value   REAL,             -- NULL: too few samples
  lower   REAL,
  upper   REAL,
  verdict TEXT    NOT NULL, -- met, breached, unknown
  samples INTEGER NOT NULL,
  queue   TEXT,             -- of several the one that decided
  PRIMARY KEY (app_id, target, time_ms)
) WITHOUT ROWID;
CREATE TABLE alert_app_evidence (
  -- Of which application, and from when to when, intervals are kept as long as the transitions of the alert that they explain.
  alert_id TEXT    NOT NULL PRIMARY KEY, -- alert_transitions.alert_id
  app_id   INTEGER NOT NULL REFERENCES apps (id),
  since_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE alert_app_stalls (
  -- Stalls that are kept as long as the transitions of the alert that they explain.
  alert_id TEXT    NOT NULL, -- alert_transitions.alert_id
  stall_id INTEGER NOT NULL REFERENCES app_stalls (id),
  PRIMARY KEY (alert_id, stall_id)
) WITHOUT ROWID;
DELETE FROM sqlite_sequence;
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
CREATE UNIQUE INDEX alert_transitions_by_alert ON alert_transitions (alert_id, time_ms, from_state, state);
CREATE INDEX alert_evidence_by_run ON alert_evidence (run_id);
CREATE INDEX runs_by_parameters ON runs (parameters_id);
CREATE VIEW stall_causes AS
  -- What held the loops, by cause, of all runs that are kept.
  SELECT mix, strategy, runtime, count(*) AS stalls, sum(seconds) AS seconds, sum(callback_seconds) AS callback, sum(gc_seconds) AS gc,
    sum(gil_seconds) AS gil, sum(runqueue_seconds) AS runqueue, sum(throttled_seconds) AS throttled, sum(steal_seconds) AS steal,
    sum(blocked_seconds) AS blocked, sum(unexplained_seconds) AS unexplained, max(seconds) AS longest
  FROM stalls JOIN runs ON runs.id = run_id GROUP BY 1, 2, 3 ORDER BY seconds DESC
;
CREATE INDEX app_stacks_by_stack ON app_stacks (stack, frame);
CREATE UNIQUE INDEX app_intervals_by_time ON app_intervals (at_ms, app_id);
CREATE INDEX app_intervals_by_stack ON app_intervals (longest_stack_id) WHERE longest_stack_id IS NOT NULL;
CREATE UNIQUE INDEX app_intervals_1m_by_time ON app_intervals_1m (at_ms, app_id);
CREATE INDEX app_intervals_1m_by_stack ON app_intervals_1m (longest_stack_id) WHERE longest_stack_id IS NOT NULL;
CREATE UNIQUE INDEX app_intervals_1h_by_time ON app_intervals_1h (at_ms, app_id);
CREATE INDEX app_intervals_1h_by_stack ON app_intervals_1h (longest_stack_id) WHERE longest_stack_id IS NOT NULL;
CREATE INDEX app_stalls_by_time ON app_stalls (ended_ms, app_id);
CREATE INDEX app_stalls_by_stack ON app_stalls (stack_id);
CREATE INDEX app_occurrences_by_time ON app_occurrences (time_ms, app_id);
CREATE INDEX app_occurrences_by_stack ON app_occurrences (stack_id);
CREATE INDEX alert_app_evidence_by_app ON alert_app_evidence (app_id, until_ms);
CREATE INDEX alert_app_stalls_by_stall ON alert_app_stalls (stall_id);
CREATE VIEW app_hours AS
  -- One row for each application and hour: the question "how has it been?" over months.
  SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at_ms / 1000, 'unixepoch') AS hour, name AS app, processes, p50_us / 1e6 AS p50, p99_us / 1e6 AS p99,
    max_us / 1e6 AS max, min(1, active_seconds / nullif(loop_seconds, 0)) AS busy, stalls, startup_stalls, callback_seconds AS callback,
    gc_seconds AS gc, gil_seconds AS gil, runqueue_seconds AS runqueue, throttled_seconds AS throttled, steal_seconds AS steal,
    blocked_seconds AS blocked, unexplained_seconds AS unexplained, cpu_user_seconds + cpu_system_seconds AS cpu_seconds,
    collector_seconds, io_wait_seconds, memory_mean, memory_max, tasks_mean, tasks_max, backlog_max, seconds
  FROM app_intervals_1h JOIN apps ON apps.id = app_id
;
CREATE VIEW app_places AS
  -- What each place in the code of an application has cost its loops, of all stalls that are kept, those of the start left out: the worst first.
  -- The stack is that of the longest.
  SELECT name AS app, CASE WHEN cause = 'gil' THEN ifnull(holder_frame, frame) ELSE frame END AS frame, cause, count(*) AS stalls,
    sum(length_ns) / 1e9 AS seconds, max(length_ns) / 1e9 AS longest, stack
  FROM app_stalls JOIN apps ON apps.id = app_id LEFT JOIN app_stacks ON app_stacks.id = stack_id
  WHERE NOT startup GROUP BY 1, 2, 3 ORDER BY seconds DESC
;
CREATE VIEW app_events AS
  -- What happened to applications, in order of time.
  SELECT strftime('%Y-%m-%dT%H:%M:%fZ', time_ms / 1000.0, 'unixepoch') AS time, name AS app, kind, pid, version, stood_seconds, frame, stack
  FROM app_occurrences JOIN apps ON apps.id = app_id LEFT JOIN app_stacks ON app_stacks.id = stack_id ORDER BY time_ms, app_occurrences.id
;
COMMIT;
