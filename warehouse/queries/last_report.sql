-- $before: the start of the last run that ended before this moment, or null.
SELECT max(started_at) AS "at" FROM runs WHERE kind = 'run' AND ended_at IS NOT NULL AND started_at < $before;
