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

ALTER TABLE runs ADD COLUMN parameters_id INTEGER REFERENCES run_parameters (id); -- NULL: an older calcmon did not keep them

-- Each command that writes is an "agent" here. All of these are NULL of those before.
ALTER TABLE agents ADD COLUMN command TEXT; -- agent; run: 'calcmon run --store', on whose runs no agent alerts; simulate: costs of this host
ALTER TABLE agents ADD COLUMN host    TEXT; -- as 'uname -n' says it
ALTER TABLE agents ADD COLUMN kernel  TEXT; -- as 'uname -sr' says it
ALTER TABLE agents ADD COLUMN cpu     TEXT; -- the processors' model; NULL also: the kernel does not tell
ALTER TABLE agents ADD COLUMN cores   REAL; -- available to runs
