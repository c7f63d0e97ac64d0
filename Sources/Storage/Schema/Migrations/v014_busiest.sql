ALTER TABLE app_intervals ADD COLUMN busiest_ratio REAL; -- how busy the process was that was busiest, from 0 to 1; of merged ones the mean; NULL: an older calcmon
ALTER TABLE app_intervals ADD COLUMN busiest_max   REAL; -- of those that were merged the highest; NULL: as busiest_ratio
ALTER TABLE app_intervals_1m ADD COLUMN busiest_ratio REAL;
ALTER TABLE app_intervals_1m ADD COLUMN busiest_max   REAL;
ALTER TABLE app_intervals_1h ADD COLUMN busiest_ratio REAL;
ALTER TABLE app_intervals_1h ADD COLUMN busiest_max   REAL;
