-- What the disk of a run's files did while it worked, and what calcmon itself used of the cores. NULL: the kernel does not tell, the run's items
-- use no disk, or an older calcmon did not ask.
ALTER TABLE runs ADD COLUMN agent_seconds         REAL;    -- CPU time of calcmon, and of what it started for the run beside its child
ALTER TABLE runs ADD COLUMN disk_device           TEXT;    -- as the kernel calls it: sda
ALTER TABLE runs ADD COLUMN disk_is_guess         INTEGER; -- 1: the busiest of the host, since the kernel does not tell which one it is
ALTER TABLE runs ADD COLUMN disk_busy_seconds     REAL;    -- it had something to do
ALTER TABLE runs ADD COLUMN disk_bytes            REAL;    -- read and written
ALTER TABLE runs ADD COLUMN own_disk_bytes        REAL;    -- what of that the run and calcmon asked for
ALTER TABLE runs ADD COLUMN disk_consumers        TEXT;    -- JSON: [{"name": "backup.service", "bytes": 1.1e9}, …], the greatest others first
ALTER TABLE runs ADD COLUMN hidden_disk_consumers TEXT;    -- why most of the others have no name: denied, unseen, ended, too_many
