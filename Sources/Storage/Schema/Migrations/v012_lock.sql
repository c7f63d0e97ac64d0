-- What only Python knows: its collector, and its lock. The eight causes of a stall sum to its length. A stall of before, or of another runtime,
-- has none of these.
ALTER TABLE stalls ADD COLUMN gc_seconds  REAL NOT NULL DEFAULT 0; -- Python's collector stopped all code, on the loop's own thread
ALTER TABLE stalls ADD COLUMN gil_seconds REAL NOT NULL DEFAULT 0; -- another thread had Python's lock

DROP VIEW stall_causes;

CREATE VIEW stall_causes AS
  -- What held the loops, by cause, of all runs that are kept.
  SELECT mix, strategy, runtime, count(*) AS stalls, sum(seconds) AS seconds, sum(callback_seconds) AS callback, sum(gc_seconds) AS gc,
    sum(gil_seconds) AS gil, sum(runqueue_seconds) AS runqueue, sum(throttled_seconds) AS throttled, sum(steal_seconds) AS steal,
    sum(blocked_seconds) AS blocked, sum(unexplained_seconds) AS unexplained, max(seconds) AS longest
  FROM stalls JOIN runs ON runs.id = run_id GROUP BY 1, 2, 3 ORDER BY seconds DESC;
