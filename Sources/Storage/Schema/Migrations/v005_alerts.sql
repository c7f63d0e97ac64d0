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

CREATE TABLE alert_clock (
  -- One row.
  alive_ms INTEGER -- until then alerts were surely evaluated; NULL: they never were
);

INSERT INTO alert_clock VALUES (NULL);

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

-- From here on alertname and severity are among alert_transitions.labels. All of these are NULL in rows that are older than they are.
ALTER TABLE alert_transitions ADD COLUMN alert_id    TEXT; -- as alerts.id, which may be gone
ALTER TABLE alert_transitions ADD COLUMN from_state  TEXT; -- before: inactive, pending, firing
ALTER TABLE alert_transitions ADD COLUMN reason      TEXT; -- breached, held, cleared, no_data, agent_down, reconfigured
ALTER TABLE alert_transitions ADD COLUMN severity    TEXT;
ALTER TABLE alert_transitions ADD COLUMN annotations TEXT; -- JSON object
ALTER TABLE alert_transitions ADD COLUMN mix         TEXT;
ALTER TABLE alert_transitions ADD COLUMN strategy    TEXT; -- NULL also: the mix as a whole
ALTER TABLE alert_transitions ADD COLUMN runtime     TEXT;

-- A transition that is written twice is there once.
CREATE UNIQUE INDEX alert_transitions_by_alert ON alert_transitions (alert_id, time_ms, from_state, state);

CREATE TABLE alert_evidence (
  -- Runs that are kept, with all that belongs to them, as long as the transitions of the alert that they explain.
  alert_id TEXT    NOT NULL, -- alert_transitions.alert_id
  run_id   INTEGER NOT NULL REFERENCES runs (id),
  PRIMARY KEY (alert_id, run_id)
) WITHOUT ROWID;

CREATE INDEX alert_evidence_by_run ON alert_evidence (run_id);
