-- $at: when the first run began of those that were killed since the last that ended; $at where there is none.
WITH ended AS (SELECT max(started_at) AS "at" FROM runs WHERE ended_at IS NOT NULL)
SELECT coalesce(min(started_at), $at) AS since FROM runs, ended WHERE ended_at IS NULL AND (ended."at" IS NULL OR started_at > ended."at") AND started_at <= $at;
