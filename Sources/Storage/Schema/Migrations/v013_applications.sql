CREATE TABLE apps (
  -- Watched applications of which something is kept.
  id   INTEGER PRIMARY KEY,
  name TEXT    NOT NULL UNIQUE
);

CREATE TABLE app_stacks (
  -- Where loops stood, each once: as an application's code is slow, it is so at few places.
  id    INTEGER PRIMARY KEY,
  frame TEXT, -- file.py:line:function, the innermost of the application's own code; NULL: none was seen
  stack TEXT  -- JSON array, innermost frame first; NULL: none was seen
);

CREATE INDEX app_stacks_by_stack ON app_stacks (stack, frame);

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

CREATE UNIQUE INDEX app_intervals_by_time ON app_intervals (at_ms, app_id);
CREATE INDEX app_intervals_by_stack ON app_intervals (longest_stack_id) WHERE longest_stack_id IS NOT NULL;

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

CREATE UNIQUE INDEX app_intervals_1m_by_time ON app_intervals_1m (at_ms, app_id);
CREATE INDEX app_intervals_1m_by_stack ON app_intervals_1m (longest_stack_id) WHERE longest_stack_id IS NOT NULL;

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

CREATE UNIQUE INDEX app_intervals_1h_by_time ON app_intervals_1h (at_ms, app_id);
CREATE INDEX app_intervals_1h_by_stack ON app_intervals_1h (longest_stack_id) WHERE longest_stack_id IS NOT NULL;

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

CREATE INDEX app_stalls_by_time ON app_stalls (ended_ms, app_id);
CREATE INDEX app_stalls_by_stack ON app_stalls (stack_id);

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

CREATE INDEX app_occurrences_by_time ON app_occurrences (time_ms, app_id);
CREATE INDEX app_occurrences_by_stack ON app_occurrences (stack_id);

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

ALTER TABLE store ADD COLUMN app_intervals_dropped_before_ms INTEGER; -- of app_intervals older rows were dropped, but for those that explain an alert
ALTER TABLE store ADD COLUMN app_minutes_dropped_before_ms   INTEGER; -- of app_intervals_1m

ALTER TABLE alerts            ADD COLUMN app TEXT; -- NULL: it is for no application; else mix is without a character
ALTER TABLE alert_transitions ADD COLUMN app TEXT;

CREATE TABLE alert_app_evidence (
  -- Of which application, and from when to when, intervals are kept as long as the transitions of the alert that they explain.
  alert_id TEXT    NOT NULL PRIMARY KEY, -- alert_transitions.alert_id
  app_id   INTEGER NOT NULL REFERENCES apps (id),
  since_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX alert_app_evidence_by_app ON alert_app_evidence (app_id, until_ms);

CREATE TABLE alert_app_stalls (
  -- Stalls that are kept as long as the transitions of the alert that they explain.
  alert_id TEXT    NOT NULL, -- alert_transitions.alert_id
  stall_id INTEGER NOT NULL REFERENCES app_stalls (id),
  PRIMARY KEY (alert_id, stall_id)
) WITHOUT ROWID;

CREATE INDEX alert_app_stalls_by_stall ON alert_app_stalls (stall_id);

CREATE VIEW app_hours AS
  -- One row for each application and hour: the question "how has it been?" over months.
  SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at_ms / 1000, 'unixepoch') AS hour, name AS app, processes, p50_us / 1e6 AS p50, p99_us / 1e6 AS p99,
    max_us / 1e6 AS max, min(1, active_seconds / nullif(loop_seconds, 0)) AS busy, stalls, startup_stalls, callback_seconds AS callback,
    gc_seconds AS gc, gil_seconds AS gil, runqueue_seconds AS runqueue, throttled_seconds AS throttled, steal_seconds AS steal,
    blocked_seconds AS blocked, unexplained_seconds AS unexplained, cpu_user_seconds + cpu_system_seconds AS cpu_seconds,
    collector_seconds, io_wait_seconds, memory_mean, memory_max, tasks_mean, tasks_max, backlog_max, seconds
  FROM app_intervals_1h JOIN apps ON apps.id = app_id;

CREATE VIEW app_places AS
  -- What each place in the code of an application has cost its loops, of all stalls that are kept, those of the start left out: the worst first.
  -- The stack is that of the longest.
  SELECT name AS app, CASE WHEN cause = 'gil' THEN ifnull(holder_frame, frame) ELSE frame END AS frame, cause, count(*) AS stalls,
    sum(length_ns) / 1e9 AS seconds, max(length_ns) / 1e9 AS longest, stack
  FROM app_stalls JOIN apps ON apps.id = app_id LEFT JOIN app_stacks ON app_stacks.id = stack_id
  WHERE NOT startup GROUP BY 1, 2, 3 ORDER BY seconds DESC;

CREATE VIEW app_events AS
  -- What happened to applications, in order of time.
  SELECT strftime('%Y-%m-%dT%H:%M:%fZ', time_ms / 1000.0, 'unixepoch') AS time, name AS app, kind, pid, version, stood_seconds, frame, stack
  FROM app_occurrences JOIN apps ON apps.id = app_id LEFT JOIN app_stacks ON app_stacks.id = stack_id ORDER BY time_ms, app_occurrences.id;
