CREATE TABLE store (
  -- One row: is this the file that was written last, and is all of it there? <database>.state beside it holds the same of the last
  -- batch that was acknowledged; where it knows of a later one, something was lost without an error.
  id         TEXT    NOT NULL, -- random, made with the file
  sequence   INTEGER NOT NULL, -- batches written so far
  written_ms INTEGER,          -- the newest instant in the newest one
  runs_dropped_before_ms INTEGER -- older runs were dropped, to stay inside the retention
);

ALTER TABLE agents ADD COLUMN clean_start  INTEGER; -- 1: the one before had stopped as it should, 0: it was killed; NULL: there was none
ALTER TABLE agents ADD COLUMN lost_seconds REAL;    -- history that was written before this start, and was gone at it

ALTER TABLE runs ADD COLUMN cpu_samples                    INTEGER; -- samples behind the CPU time
ALTER TABLE runs ADD COLUMN io_wait_samples                INTEGER; -- those behind the I/O wait
ALTER TABLE runs ADD COLUMN event_loop_latency_p99_seconds REAL;    -- NULL also with fewer than 100 ticks
ALTER TABLE runs ADD COLUMN event_loop_latency_max_seconds REAL;

ALTER TABLE stalls ADD COLUMN noticed_seconds REAL; -- from its begin until somebody beside the loop noticed it; NULL: nobody did

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

CREATE INDEX runs_by_identity ON runs (mix, strategy, runtime, ended_ms);
CREATE INDEX verdicts_by_time ON verdicts (time_ms);

ALTER TABLE histograms RENAME TO histograms_v003;

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

-- Roll-ups, written in the transaction that writes the run: they are complete at any instant, and stay when the samples are dropped.

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
);

CREATE INDEX alert_transitions_by_time ON alert_transitions (time_ms);
