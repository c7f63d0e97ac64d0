CREATE TABLE app_words (
  -- Names that intervals of applications tell by number: of queues, and of who had the host's cores.
  id      INTEGER PRIMARY KEY,
  word    TEXT    NOT NULL UNIQUE,
  used_ms INTEGER NOT NULL -- when an interval ended that tells it, some days more or less
);

ALTER TABLE app_intervals ADD COLUMN queue_levels BLOB; -- queues, packed; NULL: there is none, or it stands in queues, as an older calcmon wrote it
ALTER TABLE app_intervals ADD COLUMN neighbours   BLOB; -- who had the host's cores, packed; NULL: as for queues, in consumers
ALTER TABLE app_intervals_1m ADD COLUMN queue_levels BLOB;
ALTER TABLE app_intervals_1m ADD COLUMN neighbours   BLOB;
ALTER TABLE app_intervals_1h ADD COLUMN queue_levels BLOB;
ALTER TABLE app_intervals_1h ADD COLUMN neighbours   BLOB;
