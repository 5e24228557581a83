-- The moment of the last run of any kind, or null.
SELECT max(started_at) AS "at" FROM runs;
