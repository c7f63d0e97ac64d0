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

ALTER TABLE runs ADD COLUMN arrival_seconds REAL; -- first item's arrival to the last's; NULL: all arrived at once
ALTER TABLE runs ADD COLUMN memory_kind     TEXT; -- pss, or rss, which counts shared pages more than once
