-- $known_at: stretches in which an outlet's lists could not be had: from the first failure to the next success, null while it lasts.
WITH tried AS (
  SELECT outlet, started_at AS "at", decision IN ('failed', 'blocked', 'rate-limited') AS failed FROM fetches WHERE role = 'listing' AND started_at <= $known_at
  UNION ALL
  SELECT outlet, "at", true FROM failures WHERE stage = 'discover' AND "at" <= $known_at
), moments AS (
  SELECT outlet, "at", bool_and(failed) AS failed FROM tried GROUP BY outlet, "at"
), turns AS (
  SELECT *, lag(failed) OVER (PARTITION BY outlet ORDER BY "at") AS before FROM moments
), edges AS (
  SELECT outlet, "at", failed, lead("at") OVER (PARTITION BY outlet ORDER BY "at") AS until FROM turns WHERE failed IS DISTINCT FROM before
)
SELECT outlet, "at" AS start, until FROM edges WHERE failed ORDER BY start, outlet;
