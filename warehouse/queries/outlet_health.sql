-- How each outlet answered lately: failures since the last answer of any kind (of its lists, or of its documents, whichever failed more), and until
-- when it asked to be left alone. All fetches of a run have the run's moment: a run in which some were answered counts as answered.
WITH tried AS (
  SELECT outlet, role = 'document' AS is_document, started_at, error, retry_at,
         decision = 'failed' AND coalesce(status, 500) >= 500 AS failed, decision NOT IN ('failed', 'rate-limited', 'robots') AS answered
  FROM fetches
), lately AS (
  SELECT *, max(started_at) FILTER (answered) OVER (PARTITION BY outlet, is_document) AS answered_at FROM tried
), counted AS (
  SELECT outlet, count(*) FILTER (failed AND (answered_at IS NULL OR started_at > answered_at)) AS n_failed,
         max(started_at) FILTER (failed) AS last_at, max(retry_at) AS retry_at, arg_max(error, started_at) FILTER (failed) AS error
  FROM lately GROUP BY outlet, is_document
)
SELECT outlet, max(n_failed) AS n_failed, arg_max(last_at, n_failed) AS last_at, max(retry_at) AS retry_at, arg_max(error, n_failed) AS error
FROM counted GROUP BY outlet;
