-- Kinds are now io, cpu, mixed, realtime and idle; strategies sync, threads, async and hybrid; runtimes swift and asyncio.
-- An agent is also a `calcmon run --store`. As before: NULL where the run did not complete.
ALTER TABLE runs ADD COLUMN items_timeout    INTEGER; -- items whose last attempt ran into its timeout
ALTER TABLE runs ADD COLUMN items_dropped    INTEGER; -- items that found the queue full
ALTER TABLE runs ADD COLUMN retries          INTEGER; -- attempts after the first, of all items
ALTER TABLE runs ADD COLUMN cpu_step_seconds REAL;    -- CPU time of the CPU steps, wherever they were done
ALTER TABLE runs ADD COLUMN io               TEXT;    -- timer, http, disk, sqlite; NULL: no I/O step
