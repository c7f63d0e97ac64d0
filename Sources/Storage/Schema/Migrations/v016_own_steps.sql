ALTER TABLE runs ADD COLUMN own_steps TEXT; -- JSON, of steps of the user's own: first_error, worker_start_seconds, transfer; NULL: there is nothing to tell
