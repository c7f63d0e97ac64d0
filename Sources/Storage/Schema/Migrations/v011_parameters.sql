-- With the last run of its kind goes a row of run_parameters.
CREATE INDEX runs_by_parameters ON runs (parameters_id);
