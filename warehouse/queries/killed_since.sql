-- $run: when the first of the runs began that were killed since the last that ended, this one apart; null where none was.
SELECT min(started_at) AS since FROM runs
WHERE ended_at IS NULL AND run_id <> $run AND started_at > coalesce((SELECT max(started_at) FROM runs WHERE ended_at IS NOT NULL), '-infinity'::TIMESTAMPTZ);
