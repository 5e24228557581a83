-- The last three runs of any kind, the newest first.
SELECT run_id, kind, started_at, ended_at, outcome, n_versions, n_claims, n_failures, program, seconds FROM runs ORDER BY started_at DESC, run_id LIMIT 3;
