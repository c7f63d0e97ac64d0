CREATE TABLE runtime_costs (
  -- What a runtime adds to the work on this host, by calibration: what predictions are made with. In seconds.
  time_ms INTEGER NOT NULL,
  runtime TEXT    NOT NULL,
  cost    TEXT    NOT NULL, -- start, end, trip, ...
  seconds REAL    NOT NULL,
  PRIMARY KEY (runtime, time_ms, cost)
) WITHOUT ROWID;
