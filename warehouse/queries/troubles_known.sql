-- $known_at: documents and outlets that were not had by then, each once with its last outcome, unless a later attempt got through.
WITH tried AS (
  SELECT outlet, url AS document, decision AS outcome, coalesce(error, '') AS reason, started_at AS "at", 'fetch' AS stage FROM fetches WHERE started_at <= $known_at
  UNION ALL  -- an outlet that was left alone as a whole answers again
  SELECT outlet, outlet, 'allowed', '', max(started_at), 'fetch' FROM fetches
  WHERE started_at <= $known_at AND decision IN ('allowed', 'not-modified') GROUP BY outlet
  UNION ALL
  SELECT outlet, document, 'failed', reason, "at", stage FROM failures WHERE "at" <= $known_at
)
SELECT outlet, document, arg_max(outcome, ("at", outcome)) AS outcome, arg_max(reason, ("at", outcome)) AS reason, arg_max(stage, ("at", outcome)) AS stage
FROM tried GROUP BY outlet, document
HAVING arg_max(outcome, ("at", outcome)) IN ('failed', 'gone', 'robots', 'blocked', 'rate-limited')
ORDER BY outlet, document;
