-- Where the time of a run's threads went while it worked, and what the host did meanwhile. In seconds; NULL: the kernel does not tell, or an
-- older calcmon did not ask.
ALTER TABLE runs ADD COLUMN cpu_ran_seconds         REAL; -- its threads were on processors
ALTER TABLE runs ADD COLUMN cpu_waited_seconds      REAL; -- its threads were ready, and waited for a core
ALTER TABLE runs ADD COLUMN cpu_throttled_seconds   REAL; -- its control group had used up its CPU quota
ALTER TABLE runs ADD COLUMN cpu_stolen_seconds      REAL; -- the hypervisor had taken the core away
ALTER TABLE runs ADD COLUMN cpu_blocked_seconds     REAL; -- its threads waited for disks
ALTER TABLE runs ADD COLUMN host_seconds            REAL; -- for how long the host was looked at
ALTER TABLE runs ADD COLUMN host_capacity_seconds   REAL; -- that × the processors that were online
ALTER TABLE runs ADD COLUMN others_seconds          REAL; -- CPU time of all that is neither the run nor calcmon
ALTER TABLE runs ADD COLUMN cpu_pressure_seconds    REAL; -- a task of the host waited for a core
ALTER TABLE runs ADD COLUMN memory_pressure_seconds REAL; -- … for memory
ALTER TABLE runs ADD COLUMN io_pressure_seconds     REAL; -- … for a disk
ALTER TABLE runs ADD COLUMN consumers               TEXT; -- JSON: [{"name": "backup.service", "seconds": 1.1}, …], the greatest others first
ALTER TABLE runs ADD COLUMN hidden_consumers        TEXT; -- why most of the others have no name: unseen, ended, too_many
ALTER TABLE runs ADD COLUMN bottleneck              TEXT; -- what kept it from being faster: loop, lock, cores, …
