-- In which the loop was late and stood not still: JSON {"limit": 0.03, "stall_limit": 0.1, "count": 12, "host_seconds": 0.2, "seconds": {"callback": 0.5}}.
-- NULL: no target of the run's loop was below what is a stall, or an older calcmon did not ask.
ALTER TABLE runs ADD COLUMN late_intervals TEXT;
